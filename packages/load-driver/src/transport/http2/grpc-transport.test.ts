import { compressionAlgorithms, Metadata, status } from '@grpc/grpc-js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OutcomeTable } from '../outcome-table.js';
import { createGrpcTransport, grpcTimeout } from './grpc-transport.js';
import { grpcPeer } from './test-support/grpc-peer.js';
import { MESSAGE, openGrpcHarness } from './test-support/harness.js';
import { http2Peer, type OnStream } from './test-support/peers.js';

const framed = (message: Uint8Array, flag = 0): Buffer => {
  const prefix = Buffer.alloc(5, 0);
  prefix[0] = flag;
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
};

/** A server that answers with these headers, pieces of content and trailers. */
const answering =
  (pieces: Uint8Array[], trailers: Record<string, string> | undefined, headers = {}): OnStream =>
  (stream) => {
    const all = { ':status': 200, 'content-type': 'application/grpc', ...headers };
    if (trailers === undefined) {
      stream.respond(all);
      for (const piece of pieces) stream.write(piece);
      stream.end();
      return;
    }
    stream.respond(all, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers(trailers));
    for (const piece of pieces) stream.write(piece);
    stream.end();
  };

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
      'grpc.default_compression_algorithm': compressionAlgorithms.gzip,
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

describe('answers that are not as they should be', () => {
  const ok = { 'grpc-status': '0' };
  it.each<[string, string, OnStream]>([
    ['no grpc-status', 'PROTOCOL', answering([framed(MESSAGE)], undefined)],
    ['trailers without grpc-status', 'PROTOCOL', answering([framed(MESSAGE)], { other: 'x' })],
    ['a grpc-status that is no number', 'PROTOCOL', answering([framed(MESSAGE)], { 'grpc-status': 'OK' })],
    ['OK without a message', 'PROTOCOL', answering([], ok)],
    ['OK with half a prefix', 'PROTOCOL', answering([framed(MESSAGE).subarray(0, 3)], ok)],
    ['OK with half a message', 'PROTOCOL', answering([framed(MESSAGE).subarray(0, 9)], ok)],
    ['two messages', 'PROTOCOL', answering([framed(MESSAGE), framed(MESSAGE)], ok)],
    ['an unknown flag', 'PROTOCOL', answering([framed(MESSAGE, 2)], ok)],
    ['a compressed message', 'GRPC_COMPRESSED', answering([framed(MESSAGE, 1)], ok)],
    ['another content type', 'PROTOCOL', answering([framed(MESSAGE)], ok, { 'content-type': 'text/html' })],
    ['a message that is too long', 'GRPC_RESOURCE_EXHAUSTED', answering([framed(Buffer.alloc(2000))], ok)],
    ['an unknown status', 'GRPC_UNKNOWN', answering([], { 'grpc-status': '99' })],
    [
      'HTTP status 503 with a page',
      'GRPC_UNAVAILABLE',
      answering([Buffer.from('<html>')], undefined, { ':status': 503, 'content-type': 'text/html' }),
    ],
    ['HTTP status 404', 'GRPC_UNIMPLEMENTED', answering([], undefined, { ':status': 404 })],
    ['HTTP status 418', 'GRPC_UNKNOWN', answering([], undefined, { ':status': 418 })],
    [
      'HTTP status 503 with a grpc-status',
      'GRPC_INTERNAL',
      answering([], { 'grpc-status': '13' }, { ':status': 503 }),
    ],
    [
      'trailers only',
      'GRPC_NOT_FOUND',
      (stream) => stream.respond({ ':status': 200, 'grpc-status': '5' }, { endStream: true }),
    ],
    [
      'trailers only, OK',
      'PROTOCOL',
      (stream) => stream.respond({ ':status': 200, 'grpc-status': '0' }, { endStream: true }),
    ],
    [
      'trailers only, HTTP status 429',
      'GRPC_UNAVAILABLE',
      (stream) => stream.respond({ ':status': 429 }, { endStream: true }),
    ],
  ])('%s: %s', async (_title, expected, onStream) => {
    let served = 0;
    const peer = await http2Peer((stream, headers) =>
      (served++ === 0 ? onStream : answering([framed(MESSAGE)], ok))(stream, headers),
    );
    const { sink, sendAll, results, said } = await openGrpcHarness({
      port: peer.port,
      maxMessageBytes: 1000,
    });
    await sendAll();
    await sendAll();
    expect(results()).toEqual([expected, 'ok']);
    expect(said(expected)).toBeTypeOf('string');
    expect(sink.connections).toHaveLength(1);
  });

  it('a status can count as success', async () => {
    const peer = await http2Peer(answering([], { 'grpc-status': '5' }));
    const { sendAll, results } = await openGrpcHarness({
      port: peer.port,
      isSuccess: (code) => code === 0 || code === 5,
    });
    await sendAll();
    expect(results()).toEqual(['ok']);
  });
});

it('a message is put together from any pieces', async () => {
  const message = Buffer.from('0123456789abcdefghij');
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(fc.integer({ min: 1, max: 24 })), async (cuts) => {
      const bytes = framed(message);
      const edges = [0, ...cuts.sort((a, b) => a - b), bytes.length];
      const pieces = edges.slice(1).map((end, i) => bytes.subarray(edges[i], end));
      const peer = await http2Peer(answering(pieces, { 'grpc-status': '0' }));
      let seen = '';
      const { sink, sendAll, results } = await openGrpcHarness({
        port: peer.port,
        onMessage: (_slot, from, start, end) => {
          seen += Buffer.from(from.subarray(start, end)).toString();
        },
      });
      await sendAll();
      expect(results()).toEqual(['ok']);
      expect(seen).toBe(message.toString());
      expect(sink.completions[0]!.bodyBytes).toBe(message.length);
    }),
    { numRuns: 20 },
  );
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
