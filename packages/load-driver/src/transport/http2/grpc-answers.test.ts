import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
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
    [
      'gRPC-Web',
      'PROTOCOL',
      answering([framed(MESSAGE)], ok, { 'content-type': 'application/grpc-web+proto' }),
    ],
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

describe('content types of gRPC', () => {
  it.each(['application/grpc', 'application/grpc+proto', 'application/grpc; charset=x'])(
    '%s',
    async (type) => {
      const peer = await http2Peer(
        answering([framed(MESSAGE)], { 'grpc-status': '0' }, { 'content-type': type }),
      );
      const { sendAll, results } = await openGrpcHarness({ port: peer.port });
      await sendAll();
      expect(results()).toEqual(['ok']);
    },
  );
});

describe('what a compressed message is refused with', () => {
  it('says that it is compressed, and the call is cancelled', async () => {
    let reset = 0;
    const peer = await http2Peer((stream, headers) => {
      stream.on('close', () => {
        reset = stream.rstCode;
      });
      stream.respond({ ':status': 200, 'content-type': 'application/grpc', 'grpc-encoding': 'gzip' });
      stream.write(framed(MESSAGE, 1));
      expect(headers['grpc-accept-encoding']).toBeUndefined();
    });
    const { sendAll, results, said } = await openGrpcHarness({ port: peer.port });
    await sendAll();
    expect(results()).toEqual(['GRPC_COMPRESSED']);
    expect(said('GRPC_COMPRESSED')).toBe(
      'the message is compressed, which was not asked for and is not supported',
    );
    while (reset === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(reset).toBe(8);
  });
});

it('a message that is only announced takes no memory', async () => {
  const SLOTS = 40;
  const announced = Buffer.from([0, 0x03, 0, 0, 0, 1, 2, 3]);
  let begun = 0;
  const peer = await http2Peer((stream) => {
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' });
    stream.write(announced, () => begun++);
  });
  const { transport, clock, results } = await openGrpcHarness({
    port: peer.port,
    streamsPerConnection: SLOTS,
    onMessage: () => {},
  });
  const before = process.memoryUsage().arrayBuffers;
  for (let slot = 0; slot < SLOTS; slot++) transport.send(slot, slot);
  while (begun < SLOTS) await new Promise((resolve) => setImmediate(resolve));
  for (let i = 0; i < 50; i++) await new Promise((resolve) => setImmediate(resolve));
  // 40 messages of 48 MB were announced.
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(40e6);
  clock.advanceTo(2e9);
  transport.sweep(clock.nowNs());
  expect(new Set(results())).toEqual(new Set(['TIMEOUT']));
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
