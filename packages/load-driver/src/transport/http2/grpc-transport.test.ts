import { compressionAlgorithms, Metadata, status } from '@grpc/grpc-js';
import { describe, expect, it } from 'vitest';
import { OutcomeTable } from '../outcome-table.js';
import { ca } from '../test-support/tls-files.js';
import { createGrpcTransport, grpcTimeout } from './grpc-transport.js';
import { grpcPeer } from './test-support/grpc-peer.js';
import { MESSAGE, openGrpcHarness } from './test-support/harness.js';

describe('against grpc-js', () => {
  it('a call is answered with its message', async () => {
    const requests: Buffer[] = [];
    const peer = await grpcPeer((call, reply) => {
      requests.push(call.request);
      reply(null, Buffer.from('the answer'));
    });
    const seen: string[] = [];
    const { sink, sendAll, results } = await openGrpcHarness({
      port: peer.port,
      onMessage: (_slot, bytes, start, end) => seen.push(Buffer.from(bytes.subarray(start, end)).toString()),
    });
    await sendAll(3);
    expect(results()).toEqual(['ok', 'ok', 'ok']);
    expect(requests).toEqual([MESSAGE, MESSAGE, MESSAGE]);
    expect(seen).toEqual(['the answer', 'the answer', 'the answer']);
    expect(sink.completions.map(({ bodyBytes }) => bodyBytes)).toEqual([10, 10, 10]);
    expect(sink.connections).toHaveLength(1);
  });

  it('thousands of calls, answers of many sizes', async () => {
    let served = 0;
    const peer = await grpcPeer((_call, reply) => reply(null, Buffer.alloc(served++ % 97)));
    const { sink, sendInLoop, results } = await openGrpcHarness({
      port: peer.port,
      streamsPerConnection: 50,
    });
    await sendInLoop(2000);
    expect(new Set(results())).toEqual(new Set(['ok']));
    expect(sink.completions.reduce((sum, { bodyBytes }) => sum + bodyBytes, 0)).toBe(
      Array.from({ length: 2000 }, (_, i) => i % 97).reduce((a, b) => a + b),
    );
  });

  it('messages far beyond every window, both ways', async () => {
    const message = Buffer.alloc(3_000_000, 'grpc');
    const peer = await grpcPeer((call, reply) => reply(null, call.request));
    const seen: boolean[] = [];
    const { sink, sendAll, results } = await openGrpcHarness({
      port: peer.port,
      messages: { bytesFor: () => message },
      streamWindowBytes: 65_535,
      connectionWindowBytes: 100_000,
      onMessage: (_slot, bytes, start, end) => seen.push(message.equals(bytes.subarray(start, end))),
    });
    await sendAll(4);
    expect(results()).toEqual(['ok', 'ok', 'ok', 'ok']);
    expect(seen).toEqual([true, true, true, true]);
    expect(sink.completions[0]!.bodyBytes).toBe(message.length);
  });

  it('large messages over TLS, both ways', async () => {
    const message = Buffer.alloc(1_000_000, 'grpc');
    const peer = await grpcPeer((call, reply) => reply(null, call.request), { secure: true });
    const seen: boolean[] = [];
    const { sendInLoop, results } = await openGrpcHarness({
      port: peer.port,
      tls: { ca },
      messages: { bytesFor: () => message },
      connectionWindowBytes: 100_000,
      onMessage: (_slot, bytes, start, end) => seen.push(message.equals(bytes.subarray(start, end))),
    });
    await sendInLoop(8);
    expect(results()).toEqual(new Array(8).fill('ok'));
    expect(seen).toEqual(new Array(8).fill(true));
  });

  it('an empty message is a message', async () => {
    const peer = await grpcPeer((call, reply) => reply(null, call.request));
    let seen = 0;
    const { sendAll, results } = await openGrpcHarness({
      port: peer.port,
      messages: { bytesFor: () => Buffer.alloc(0) },
      onMessage: (_slot, _bytes, start, end) => {
        expect(end).toBe(start);
        seen++;
      },
    });
    await sendAll();
    expect(results()).toEqual(['ok']);
    expect(seen).toBe(1);
  });

  it.each(
    Object.entries(status).flatMap(([name, code]) =>
      typeof code === 'number' && code > 0 ? [{ name, code }] : [],
    ),
  )('status $name', async ({ name, code }) => {
    const peer = await grpcPeer((_call, reply) => reply({ code, details: `sorry: 100 % ünusable` }));
    const { sendAll, results, said } = await openGrpcHarness({ port: peer.port });
    await sendAll();
    expect(results()).toEqual([`GRPC_${name}`]);
    expect(said(`GRPC_${name}`)).toBe(`grpc-status ${code} (${name}): sorry: 100 % ünusable`);
  });

  it('a method that is not there is UNIMPLEMENTED', async () => {
    const peer = await grpcPeer((_call, reply) => reply(null, MESSAGE));
    const { sendAll, results } = await openGrpcHarness({ port: peer.port, path: '/test.Service/Other' });
    await sendAll();
    expect(results()).toEqual(['GRPC_UNIMPLEMENTED']);
  });

  it('metadata and the deadline reach the server', async () => {
    let seen: Metadata = new Metadata();
    let deadline = 0;
    let path = '';
    const peer = await grpcPeer((call, reply) => {
      seen = call.metadata;
      deadline = Number(call.getDeadline());
      path = call.getPath();
      reply(null, MESSAGE);
    });
    const { sendAll, results } = await openGrpcHarness({
      port: peer.port,
      timeoutNs: 3600e9,
      metadata: [
        ['authorization', 'Bearer xyz'],
        ['trace-bin', Buffer.from([1, 2, 255]).toString('base64')],
      ],
    });
    await sendAll();
    expect(results()).toEqual(['ok']);
    expect(seen.get('authorization')).toEqual(['Bearer xyz']);
    expect(seen.get('trace-bin')).toEqual([Buffer.from([1, 2, 255])]);
    expect(deadline - Date.now()).toBeGreaterThan(3_000_000);
    expect(path).toBe('/test.Service/Method');
  });

  it('a server that would compress does not, because it was not asked to', async () => {
    const peer = await grpcPeer((_call, reply) => reply(null, Buffer.alloc(1000, 'x')), {
      channel: { 'grpc.default_compression_algorithm': compressionAlgorithms.gzip },
    });
    const { sink, sendAll, results } = await openGrpcHarness({ port: peer.port });
    await sendAll();
    expect(results()).toEqual(['ok']);
    expect(sink.completions[0]!.bodyBytes).toBe(1000);
  });

  it('a call that takes too long is cancelled at the server', async () => {
    let cancelled = () => {};
    const wasCancelled = new Promise<void>((resolve) => {
      cancelled = resolve;
    });
    let served = 0;
    const peer = await grpcPeer((call, reply) => {
      call.on('cancelled', cancelled);
      if (served++ > 0) reply(null, MESSAGE);
      else begun();
    });
    let begun = () => {};
    const hasBegun = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const { transport, sink, clock, sendAll, results } = await openGrpcHarness({
      port: peer.port,
      deadlineNs: null,
    });
    transport.send(0, 0);
    await hasBegun;
    transport.sweep(clock.nowNs() + 0.9e9);
    expect(results()).toEqual([]);
    transport.sweep(clock.nowNs() + 1.1e9);
    expect(results()).toEqual(['TIMEOUT']);
    await wasCancelled;
    await sendAll();
    expect(results()).toEqual(['TIMEOUT', 'ok']);
    expect(sink.connections).toHaveLength(1);
  });
});

describe('options', () => {
  const base = {
    address: '127.0.0.1:1',
    path: '/a.B/C',
    messages: { bytesFor: () => MESSAGE },
    connections: 1,
    streamsPerConnection: 1,
    connectionPolicy: 'shared' as const,
    timeoutNs: 1e9,
    connectTimeoutNs: 1e9,
    outcomes: new OutcomeTable(),
    clock: {
      nowNs: () => 0,
      createWaker: () => {
        throw new Error('not opened');
      },
    },
  };
  it.each([
    [{ address: 'localhost' }, 'ERR_TRANSPORT_OPTION', /host:port/],
    [{ address: '::1:80' }, 'ERR_TRANSPORT_OPTION', /host:port/],
    [{ path: 'a.B/C' }, 'ERR_INVALID_REQUEST', /package.Service/],
    [{ metadata: [['TE', 'x'] as const] }, 'ERR_INVALID_REQUEST', /transport itself/],
    [{ metadata: [['x', 'a\nb'] as const] }, 'ERR_INVALID_REQUEST', /line ends/],
    [
      { connectionPolicy: 'per-request' as const, streamsPerConnection: 2 },
      'ERR_TRANSPORT_OPTION',
      /must be 1/,
    ],
    [{ timeoutNs: 0 }, 'ERR_TRANSPORT_OPTION', /above 0/],
  ])('%o is refused', (change, code, message) => {
    expect(() => createGrpcTransport({ ...base, ...change })).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) }),
    );
  });

  it.each([
    [1, '1n'],
    [99_999_999, '99999999n'],
    [100_000_000, '100000u'],
    [1e9, '1000000u'],
    [30e9, '30000000u'],
    [1.5e12, '1500000m'],
    [1e30, '99999999H'],
    [0.5, '1n'],
  ])('a deadline of %d ns is %s', (ns, text) => {
    expect(grpcTimeout(ns)).toBe(text);
  });
});
