import { describe, expect, it } from 'vitest';
import { unusedPort } from '../http1/test-support/peers.js';
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
import { harness, openHarness } from './test-support/harness.js';
import {
  answerTo,
  frame,
  goAwayFrame,
  headersFrame,
  type RawConnection,
  rawHttp2Peer,
  resetFrame,
  settingsFrame,
  uint32,
  windowFrame,
} from './test-support/raw-peer.js';

const OK200: [string, string][] = [[':status', '200']];

/** The first request is answered with these bytes, every later one properly. */
function answersFirst(bytes: (id: number, connection: RawConnection) => Uint8Array | 'end' | 'reset') {
  return rawHttp2Peer({
    onRequest: (connection, id, request) => {
      if (request > 0) connection.socket.write(answerTo(id));
      else {
        const answer = bytes(id, connection);
        if (answer === 'end') connection.socket.end();
        else if (answer === 'reset') connection.socket.resetAndDestroy();
        else connection.socket.write(answer);
      }
    },
  });
}

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

describe('a server that talks without end', () => {
  it.each<[string, () => Buffer, number]>([
    ['SETTINGS', () => settingsFrame([4, 1000], [3, 7]), SETTINGS],
    ['PING', () => frame(PING, 0, 0, Buffer.from('12345678')), PING],
  ])('%s: each is answered, and so are requests', async (_title, flood, type) => {
    const peer = await answersFirst((id) =>
      Buffer.concat([...Array.from({ length: 5000 }, flood), answerTo(id)]),
    );
    const { sendAll, results } = await openHarness({ port: peer.port });
    await sendAll();
    await sendAll();
    expect(results()).toEqual(['ok', 'ok']);
    const answers = () =>
      peer.connections[0]!.seen.filter((seen) => seen.type === type && (seen.flags & 1) === 1).length;
    while (answers() < 5000) await new Promise((resolve) => setImmediate(resolve));
  });

  it('unknown frames and empty DATA frames are passed over', async () => {
    const peer = await answersFirst((id) =>
      Buffer.concat([
        frame(0xbe, 0xff, 12_345, Buffer.from('anything')),
        frame(PRIORITY, 0, id, Buffer.alloc(5)),
        headersFrame(id, OK200),
        ...Array.from({ length: 2000 }, () => frame(DATA, 0, id)),
        frame(DATA, END_STREAM, id),
      ]),
    );
    const { sendAll, results } = await openHarness({ port: peer.port });
    await sendAll();
    expect(results()).toEqual(['ok']);
  });

  it('and does not read: the connection is given up when its answers have no room', async () => {
    const peer = await rawHttp2Peer({
      onRequest: ({ socket }) => {
        socket.pause();
        const pings = Buffer.concat(Array.from({ length: 1000 }, () => frame(PING, 0, 0, Buffer.alloc(8))));
        const flood = () => {
          while (!socket.destroyed && socket.writableLength < 1e6) socket.write(pings);
          if (!socket.destroyed) setImmediate(flood);
        };
        flood();
      },
    });
    const { sendAll, results, said } = await openHarness({ port: peer.port });
    await sendAll();
    expect(['PROTOCOL', 'CONNECTION_RESET']).toContain(results()[0]);
    expect(said('PROTOCOL') ?? '').toMatch(/reads nothing|^$/);
  });
});

describe('a server that leaves', () => {
  it.each<[string, string, (id: number) => Uint8Array | 'end' | 'reset']>([
    ['closes before it answers', 'CONNECTION_CLOSED', () => 'end'],
    ['resets the connection', 'CONNECTION_RESET', () => 'reset'],
  ])('%s: %s', async (_title, expected, act) => {
    const peer = await answersFirst(act);
    const { sink, sendAll, results } = await openHarness({ port: peer.port });
    await sendAll();
    await sendAll();
    expect(results()).toEqual([expected, 'ok']);
    expect(sink.connections.map(({ again }) => again)).toEqual([false, true]);
  });

  it('in the middle of a frame: CONNECTION_CLOSED, with what was received', async () => {
    const peer = await answersFirst((id, { socket }) => {
      const answer = answerTo(id, 'a longer body');
      setImmediate(() => socket.end());
      return answer.subarray(0, answer.length - 5);
    });
    const { sink, sendAll, results } = await openHarness({ port: peer.port });
    await sendAll();
    expect(results()).toEqual(['CONNECTION_CLOSED']);
    expect(sink.completions[0]).toMatchObject({ bodyBytes: 8, firstByteNs: 0 });
  });

  it('dies with requests under way and others waiting: all fail, once each', async () => {
    const peer = await rawHttp2Peer({
      onPreface: ({ socket }) => socket.write(settingsFrame([3, 2])),
      onRequest: ({ socket }, _id, request) => {
        if (request === 1) socket.destroy();
      },
    });
    const { sink, sendAll, results } = await openHarness({ port: peer.port, streamsPerConnection: 5 });
    await sendAll(5);
    expect(sink.completions.map(({ slot }) => slot).sort()).toEqual([0, 1, 2, 3, 4]);
    expect(results().every((result) => /^CONNECTION_(CLOSED|RESET)$/.test(result))).toBe(true);
    await peer.stop();
    await sendAll(2);
    expect(results().slice(5)).toEqual(['CONNECT_REFUSED', 'CONNECT_REFUSED']);
  });

  it('with GOAWAY: fails only what it has not begun with, and says why', async () => {
    const peer = await rawHttp2Peer({
      onRequest: ({ socket, number }, id, request) => {
        if (number > 0) socket.write(answerTo(id));
        else if (request === 3) {
          socket.write(Buffer.concat([goAwayFrame(3, 11, 'too much'), answerTo(1), answerTo(3)]));
        }
      },
    });
    const { sink, sendAll, results, said } = await openHarness({ port: peer.port });
    await sendAll(4);
    expect(sink.completions.map(({ slot }) => slot)).toEqual([2, 3, 0, 1]);
    expect(results()).toEqual(['GOAWAY_UNPROCESSED', 'GOAWAY_UNPROCESSED', 'ok', 'ok']);
    expect(said('GOAWAY_UNPROCESSED')).toContain('ENHANCE_YOUR_CALM ("too much")');
    await sendAll();
    expect(results()[4]).toBe('ok');
    expect(peer.connections).toHaveLength(2);
  });

  it('with two GOAWAYs, as a graceful shutdown has them', async () => {
    const peer = await rawHttp2Peer({
      onRequest: ({ socket, number }, id, request) => {
        if (number > 0) socket.write(answerTo(id));
        else if (request === 1) {
          socket.write(Buffer.concat([goAwayFrame(2 ** 31 - 1, 0), goAwayFrame(1, 0), answerTo(1)]));
        }
      },
    });
    const { sendAll, results } = await openHarness({ port: peer.port });
    await sendAll(2);
    expect(results()).toEqual(['GOAWAY_UNPROCESSED', 'ok']);
    await sendAll(2);
    expect(results().slice(2)).toEqual(['ok', 'ok']);
  });

  it('with GOAWAY while requests wait for a stream: they go to the next connection', async () => {
    const peer = await rawHttp2Peer({
      onPreface: ({ socket }) => socket.write(settingsFrame([3, 1])),
      onRequest: ({ socket, number }, id) => {
        socket.write(number === 0 ? Buffer.concat([goAwayFrame(id, 0), answerTo(id)]) : answerTo(id));
      },
    });
    const { sendAll, results } = await openHarness({ port: peer.port });
    await sendAll(4);
    expect(results()).toEqual(['ok', 'ok', 'ok', 'ok']);
    expect(peer.connections).toHaveLength(2);
  });
});

describe('a server that never answers', () => {
  it('has its requests time out one by one, and their late answers dropped', async () => {
    const late: (() => void)[] = [];
    const peer = await rawHttp2Peer({
      onRequest: ({ socket }, id, request) => {
        if (request < 2) late.push(() => socket.write(answerTo(id)));
        else socket.write(answerTo(id));
      },
    });
    const { transport, sink, clock, sendAll, results } = await openHarness({ port: peer.port });
    transport.send(0, 0);
    while (late.length < 1) await new Promise((resolve) => setImmediate(resolve));
    clock.advanceTo(0.5e9);
    transport.send(1, 1);
    while (late.length < 2) await new Promise((resolve) => setImmediate(resolve));
    clock.advanceTo(1.2e9);
    transport.sweep(clock.nowNs());
    expect(results()).toEqual(['TIMEOUT']);
    clock.advanceTo(1.6e9);
    transport.sweep(clock.nowNs());
    expect(results()).toEqual(['TIMEOUT', 'TIMEOUT']);
    for (const answer of late) answer();
    await sendAll();
    expect(results()).toEqual(['TIMEOUT', 'TIMEOUT', 'ok']);
    expect(sink.connections).toHaveLength(1);
    const resets = peer.connections[0]!.seen.filter(({ type }) => type === RST_STREAM);
    expect(resets.map(({ id, payload }) => [id, payload.readUInt32BE(0)])).toEqual([
      [1, 8],
      [3, 8],
    ]);
    expect(transport.counters.controlBytesIn).toBeGreaterThan(answerTo(1).length);
  });

  it('and allows no streams: what waits times out, too', async () => {
    const peer = await rawHttp2Peer({ onPreface: ({ socket }) => socket.write(settingsFrame([3, 0])) });
    const { transport, clock, results } = await openHarness({ port: peer.port });
    for (let slot = 0; slot < 4; slot++) transport.send(slot, slot);
    clock.advanceTo(1.1e9);
    transport.sweep(clock.nowNs());
    expect(results()).toEqual(['TIMEOUT', 'TIMEOUT', 'TIMEOUT', 'TIMEOUT']);
  });

  it('has its requests cancelled with the outcome given, each once, even when the sink sends again', async () => {
    const peer = await rawHttp2Peer({});
    const { transport, sink, outcomes, results } = await openHarness({ port: peer.port });
    let again = 0;
    sink.onComplete = ({ slot }) => {
      if (again++ < 4) transport.send(slot, 9);
    };
    for (let slot = 0; slot < 4; slot++) transport.send(slot, slot);
    transport.cancelAll(outcomes.codeOf('CANCELLED'));
    expect(results()).toEqual(new Array(4).fill('CANCELLED'));
    transport.cancelAll(outcomes.codeOf('CANCELLED'));
    expect(results()).toEqual(new Array(8).fill('CANCELLED'));
  });

  it('completes nothing after close, even from inside a completion', async () => {
    const peer = await rawHttp2Peer({
      onRequest: ({ socket }, id, request) => {
        if (request === 3) socket.write(Buffer.concat([answerTo(1), answerTo(3), answerTo(id)]));
      },
    });
    const { transport, sink, results } = await openHarness({ port: peer.port });
    const closed = new Promise<void>((resolve) => {
      sink.onComplete = () => void transport.close().then(resolve);
    });
    for (let slot = 0; slot < 4; slot++) transport.send(slot, slot);
    await closed;
    expect(results()).toEqual(['ok']);
  });
});

describe('a target that cannot be', () => {
  const unreachable = (tried: RegExp, hint: RegExp) => ({
    code: 'ERR_TARGET_UNREACHABLE',
    tried: [expect.stringMatching(tried)],
    hint: expect.stringMatching(hint),
  });

  it('nothing listens', async () => {
    const { transport, sink } = harness({ port: await unusedPort() });
    await expect(transport.open(sink)).rejects.toMatchObject(unreachable(/CONNECT_REFUSED/, /running/));
  });

  it.each<[string, Buffer, RegExp]>([
    ['HTTP/1.1', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'), /PROTOCOL .*HTTP\/1.1 400 Bad Request/],
    ['SSH', Buffer.from('SSH-2.0-OpenSSH_9.2\r\n'), /PROTOCOL/],
    ['frames out of order', frame(PING, 0, 0, Buffer.alloc(8)), /PROTOCOL .*first frame/],
    ['an acknowledgement first', frame(SETTINGS, 1, 0), /PROTOCOL .*first frame/],
    ['SETTINGS that may not be', settingsFrame([2, 1]), /PROTOCOL/],
    ['GOAWAY', Buffer.concat([goAwayFrame(0, 11, 'no more room')]), /PROTOCOL/],
  ])('speaks %s', async (_title, bytes, tried) => {
    const peer = await rawHttp2Peer({ onPreface: ({ socket }) => socket.write(bytes) });
    const { transport, sink } = harness({ port: peer.port });
    await expect(transport.open(sink)).rejects.toMatchObject(unreachable(tried, /does not speak HTTP\/2/));
  });

  it('closes at once', async () => {
    const peer = await rawHttp2Peer({ onPreface: ({ socket }) => socket.end() });
    const { transport, sink } = harness({ port: peer.port });
    await expect(transport.open(sink)).rejects.toMatchObject(
      unreachable(/CONNECT_FAILED .*SETTINGS/, /running/),
    );
  });

  it('takes the connection and says nothing', async () => {
    const peer = await rawHttp2Peer({ onPreface: () => {} });
    const { transport, sink, clock } = harness({ port: peer.port, connectTimeoutNs: 1000 });
    const opened = transport.open(sink);
    opened.catch(() => {});
    while (peer.connections.length === 0) await new Promise((resolve) => setImmediate(resolve));
    clock.advanceTo(1200);
    await expect(opened).rejects.toMatchObject(unreachable(/CONNECT_TIMEOUT .*SETTINGS/, /firewall/));
  });
});
