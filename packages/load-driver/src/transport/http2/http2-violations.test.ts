import { describe, expect, it } from 'vitest';
import {
  CONTINUATION,
  DATA,
  END_HEADERS,
  END_STREAM,
  GOAWAY,
  HEADERS,
  PADDED,
  PING,
  PRIORITY,
  PUSH_PROMISE,
  RST_STREAM,
  SETTINGS,
  WINDOW_UPDATE,
} from './protocol.js';
import { openHarness } from './test-support/harness.js';
import {
  answersFirst,
  frame,
  headersFrame,
  type RawConnection,
  resetFrame,
  settingsFrame,
  uint32,
  windowFrame,
} from './test-support/raw-peer.js';

const OK200: [string, string][] = [[':status', '200']];

const errorsSeen = ({ seen }: RawConnection) =>
  seen.filter(({ type }) => type === GOAWAY).map(({ payload }) => payload.readUInt32BE(4));

describe('a server that breaks the protocol', () => {
  it.each<[string, number, (id: number) => Buffer]>([
    ['sends a frame that is too large', 6, (id) => frame(DATA, 0, id, Buffer.alloc(16_385))],
    ['announces a frame of 16 MB', 6, () => Buffer.from('ffffff000000000001', 'hex')],
    ['sends DATA on no stream', 1, () => frame(DATA, 0, 0, Buffer.from('x'))],
    ['sends DATA on a stream that was never opened', 1, (id) => frame(DATA, 0, id + 2, Buffer.from('x'))],
    ['opens a stream of its own', 1, () => headersFrame(2, OK200)],
    ['sends headers on stream 0', 1, () => headersFrame(0, OK200)],
    ['resets a stream that was never opened', 1, (id) => resetFrame(id + 2, 0)],
    ['resets with a frame of a wrong size', 6, (id) => frame(RST_STREAM, 0, id, Buffer.alloc(5))],
    ['pushes', 1, (id) => frame(PUSH_PROMISE, END_HEADERS, id, uint32(2))],
    ['sends padding longer than the frame', 1, (id) => frame(DATA, PADDED, id, Buffer.from([4, 1, 2, 3]))],
    ['sends padding without its length', 1, (id) => frame(DATA, PADDED, id)],
    ['pads headers too much', 1, (id) => frame(HEADERS, PADDED | END_HEADERS, id, Buffer.from([9, 0x88]))],
    ['sends headers that are not HPACK', 9, (id) => frame(HEADERS, END_HEADERS, id, Buffer.from([0x80]))],
    [
      'interrupts a header block',
      1,
      (id) => Buffer.concat([headersFrame(id, OK200, 0), frame(PING, 0, 0, Buffer.alloc(8))]),
    ],
    [
      'interrupts a header block with DATA',
      1,
      (id) => Buffer.concat([headersFrame(id, OK200, 0), frame(DATA, 0, id, Buffer.alloc(8))]),
    ],
    [
      'continues another block',
      1,
      (id) => Buffer.concat([headersFrame(id, OK200, 0), frame(CONTINUATION, 0, id + 2)]),
    ],
    ['continues nothing', 1, (id) => frame(CONTINUATION, END_HEADERS, id)],
    [
      'never ends a header block',
      11,
      (id) =>
        Buffer.concat([
          headersFrame(id, OK200, 0),
          ...Array.from({ length: 200 }, () => frame(CONTINUATION, 0, id)),
        ]),
    ],
    [
      'sends a header block of 100 KB',
      11,
      (id) =>
        Buffer.concat([
          headersFrame(id, OK200, 0),
          ...Array.from({ length: 7 }, () => frame(CONTINUATION, 0, id, Buffer.alloc(16_000, 0x88))),
        ]),
    ],
    ['sends SETTINGS of a wrong size', 6, () => frame(SETTINGS, 0, 0, Buffer.alloc(5))],
    ['sends SETTINGS on a stream', 1, (id) => frame(SETTINGS, 0, id)],
    ['acknowledges with content', 6, () => frame(SETTINGS, 1, 0, Buffer.alloc(6))],
    ['allows itself to push', 1, () => settingsFrame([2, 1])],
    ['sets a window beyond 2^31-1', 3, () => settingsFrame([4, 2 ** 31])],
    ['sets a frame size below the least', 1, () => settingsFrame([5, 100])],
    [
      'overflows the window of the connection',
      3,
      () => Buffer.concat([windowFrame(0, 2 ** 31 - 1), windowFrame(0, 1)]),
    ],
    ['widens the connection by 0', 1, () => windowFrame(0, 0)],
    ['widens a stream that was never opened', 1, (id) => windowFrame(id + 2, 5)],
    ['sends WINDOW_UPDATE of a wrong size', 6, () => frame(WINDOW_UPDATE, 0, 0, Buffer.alloc(3))],
    ['sends PING of a wrong size', 6, () => frame(PING, 0, 0, Buffer.alloc(7))],
    ['pings a stream', 1, (id) => frame(PING, 0, id, Buffer.alloc(8))],
    ['sends PRIORITY of a wrong size', 6, (id) => frame(PRIORITY, 0, id, Buffer.alloc(4))],
    ['sends GOAWAY of a wrong size', 6, () => frame(GOAWAY, 0, 0, Buffer.alloc(7))],
    ['sends GOAWAY on a stream', 1, (id) => frame(GOAWAY, 0, id, Buffer.alloc(8))],
  ])(
    '%s: is told so, the request fails with PROTOCOL, the next has a new connection',
    async (_title, code, bytes) => {
      const peer = await answersFirst(bytes);
      const { sink, sendAll, results, said } = await openHarness({ port: peer.port });
      await sendAll();
      await sendAll();
      expect(results()).toEqual(['PROTOCOL', 'ok']);
      expect(said('PROTOCOL')).toBeTypeOf('string');
      expect(sink.connections.map(({ again }) => again)).toEqual([false, true]);
      expect(errorsSeen(peer.connections[0]!)).toEqual([code]);
    },
  );

  it.each<[string, (id: number) => Buffer]>([
    ['has no :status', (id) => headersFrame(id, [['server', 'x']], END_HEADERS | END_STREAM)],
    ['has two', (id) => headersFrame(id, [...OK200, ...OK200])],
    ['has it behind other fields', (id) => headersFrame(id, [['a', 'b'], ...OK200])],
    ['has one that is no number', (id) => headersFrame(id, [[':status', '2x0']])],
    ['has a pseudo-header of requests', (id) => headersFrame(id, [...OK200, [':path', '/']])],
    ['has capitals in a name', (id) => headersFrame(id, [...OK200, ['Server', 'x']])],
    ['has an empty name', (id) => headersFrame(id, [...OK200, ['', 'x']])],
    ['has a line end in a value', (id) => headersFrame(id, [...OK200, ['a', 'x\r\nb: c']])],
    ['speaks of the connection', (id) => headersFrame(id, [...OK200, ['connection', 'close']])],
    [
      'is longer than its content-length',
      (id) =>
        Buffer.concat([
          headersFrame(id, [...OK200, ['content-length', '3']]),
          frame(DATA, END_STREAM, id, Buffer.from('1234')),
        ]),
    ],
    [
      'is shorter than its content-length',
      (id) => headersFrame(id, [...OK200, ['content-length', '3']], END_HEADERS | END_STREAM),
    ],
    [
      'has two content-lengths',
      (id) => headersFrame(id, [...OK200, ['content-length', '3'], ['content-length', '4']]),
    ],
    ['has content before headers', (id) => frame(DATA, 0, id, Buffer.from('x'))],
    ['has headers twice', (id) => Buffer.concat([headersFrame(id, OK200), headersFrame(id, OK200)])],
    [
      'has trailers that do not end it',
      (id) => Buffer.concat([headersFrame(id, OK200), headersFrame(id, [['a', 'b']])]),
    ],
    [
      'ends with an informational one',
      (id) => headersFrame(id, [[':status', '103']], END_HEADERS | END_STREAM),
    ],
    [
      'has more headers than announced',
      (id) => Buffer.concat([frame(HEADERS, END_HEADERS, id, Buffer.alloc(3000, 0x88 + 7)), Buffer.alloc(0)]),
    ],
    ['widens the stream by 0', (id) => windowFrame(id, 0)],
  ])('an answer that %s fails alone, and the connection goes on', async (_title, bytes) => {
    const peer = await answersFirst(bytes);
    const { sink, sendAll, results, said } = await openHarness({ port: peer.port });
    await sendAll();
    await sendAll();
    expect(results()).toEqual(['PROTOCOL', 'ok']);
    expect(said('PROTOCOL')).toBeTypeOf('string');
    expect(sink.connections).toHaveLength(1);
  });

  it('that sends more than the window of a stream allows', async () => {
    const peer = await answersFirst((id) =>
      Buffer.concat([
        headersFrame(id, OK200),
        ...Array.from({ length: 5 }, () => frame(DATA, 0, id, Buffer.alloc(400))),
      ]),
    );
    const { sendAll, results, said } = await openHarness({ port: peer.port, streamWindowBytes: 300 });
    await sendAll();
    await sendAll();
    expect(results()).toEqual(['PROTOCOL', 'ok']);
    expect(said('PROTOCOL')).toContain('window of the stream');
  });
});
