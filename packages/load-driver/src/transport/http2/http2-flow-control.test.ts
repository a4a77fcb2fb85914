import { describe, expect, it } from 'vitest';
import { CANCEL } from './error-codes.js';
import { fixedHttp2Request, prepareHttp2Request } from './http2-request.js';
import {
  DATA,
  DEFAULT_WINDOW,
  END_HEADERS,
  END_STREAM,
  HEADERS,
  PADDED,
  RST_STREAM,
  readUint31,
  WINDOW_UPDATE,
  WITH_PRIORITY,
} from './protocol.js';
import { faultsOf, NOTHING_GRANTED } from './test-support/client-conduct.js';
import { openHarness } from './test-support/harness.js';
import {
  answerTo,
  blockOf,
  frame,
  headersFrame,
  type RawConnection,
  rawHttp2Peer,
  settingsFrame,
  uint32,
  windowFrame,
} from './test-support/raw-peer.js';

const OK200: [string, string] = [':status', '200'];
const turn = () => new Promise((resolve) => setImmediate(resolve));
const put = (size: number) =>
  fixedHttp2Request(
    prepareHttp2Request({ method: 'PUT', path: '/', authority: 'x', body: Buffer.alloc(size, 'b') }),
  );
const dataOf = ({ seen }: RawConnection, stream?: number) =>
  seen
    .filter(({ type, id }) => type === DATA && (stream === undefined || id === stream))
    .reduce((sum, { payload }) => sum + payload.length, 0);
const grantsOf = ({ seen }: RawConnection, stream: number) =>
  seen
    .filter(({ type, id }) => type === WINDOW_UPDATE && id === stream)
    .reduce((sum, { payload }) => sum + readUint31(payload, 0), 0);

/** Waits until this many bytes of bodies have come, then some turns more for what should not come. */
async function settled(connection: RawConnection, bytes: number): Promise<number> {
  while (dataOf(connection) < bytes) await turn();
  for (let i = 0; i < 20; i++) await turn();
  return dataOf(connection);
}

describe('what is sent', () => {
  it.each([
    ['many frames each', 4, 50_000],
    ['one frame each', 20, 10_000],
  ])('fills the window of the connection and no more, with bodies of %s', async (_title, streams, size) => {
    const peer = await rawHttp2Peer({
      onPreface: ({ socket }) => socket.write(settingsFrame([4, 2 ** 31 - 1])),
    });
    const { transport, results } = await openHarness({
      port: peer.port,
      streamsPerConnection: streams,
      requests: put(size),
    });
    for (let slot = 0; slot < streams; slot++) transport.send(slot, slot);
    while (peer.connections.length === 0) await turn();
    const [connection] = peer.connections;
    expect(await settled(connection!, DEFAULT_WINDOW)).toBe(DEFAULT_WINDOW);
    connection!.socket.write(windowFrame(0, 1));
    expect(await settled(connection!, DEFAULT_WINDOW + 1)).toBe(DEFAULT_WINDOW + 1);
    connection!.socket.write(windowFrame(0, 1_000_000));
    expect(await settled(connection!, streams * size)).toBe(streams * size);
    const ids = Array.from({ length: streams }, (_, i) => 2 * i + 1);
    expect(ids.map((id) => dataOf(connection!, id))).toEqual(new Array(streams).fill(size));
    connection!.socket.write(Buffer.concat(ids.map((id) => answerTo(id))));
    while (results().length < streams) await turn();
    expect(new Set(results())).toEqual(new Set(['ok']));
  });

  it('fills the window of each stream and no more, and goes on with the stream that is widened', async () => {
    const peer = await rawHttp2Peer({
      onPreface: ({ socket }) => socket.write(settingsFrame([4, 1000])),
      onRequest: ({ socket }, id) => socket.write(answerTo(id)),
    });
    const { transport, results } = await openHarness({ port: peer.port, requests: put(5000) });
    transport.send(0, 0);
    transport.send(1, 1);
    while (peer.connections.length === 0) await turn();
    const [connection] = peer.connections;
    expect(await settled(connection!, 2000)).toBe(2000);
    connection!.socket.write(windowFrame(3, 4000));
    expect(await settled(connection!, 6000)).toBe(6000);
    expect([1, 3].map((id) => dataOf(connection!, id))).toEqual([1000, 5000]);
    connection!.socket.write(windowFrame(1, 4000));
    while (results().length < 2) await turn();
    expect(results()).toEqual(['ok', 'ok']);
    const increments = new Map([
      [1, 4000],
      [3, 4000],
    ]);
    expect(faultsOf(connection!.seen, { ...NOTHING_GRANTED, initialWindow: 1000, increments })).toEqual([]);
  });

  it('waits out a window that SETTINGS have made negative, and takes it up where it is positive again', async () => {
    const peer = await rawHttp2Peer({
      onPreface: ({ socket }) => socket.write(settingsFrame([4, 1000])),
      onRequest: ({ socket }, id) => socket.write(answerTo(id)),
    });
    const { transport, results } = await openHarness({ port: peer.port, requests: put(3000) });
    transport.send(0, 0);
    while (peer.connections.length === 0) await turn();
    const [connection] = peer.connections;
    expect(await settled(connection!, 1000)).toBe(1000);
    // The window is 0 − 600, then −100, then 100: RFC 9113 §6.9.2.
    connection!.socket.write(Buffer.concat([settingsFrame([4, 400]), windowFrame(1, 500)]));
    expect(await settled(connection!, 1000)).toBe(1000);
    connection!.socket.write(windowFrame(1, 200));
    expect(await settled(connection!, 1100)).toBe(1100);
    connection!.socket.write(settingsFrame([4, 400 + 1900]));
    while (results().length < 1) await turn();
    expect(results()).toEqual(['ok']);
    expect(dataOf(connection!)).toBe(3000);
  });

  it('stops when the server has answered, and leaves the windows to the others', async () => {
    const peer = await rawHttp2Peer({
      onPreface: ({ socket }) => socket.write(settingsFrame([4, 1000])),
      onFrame: ({ socket }, { type, id }) => {
        if (type === HEADERS && id === 1)
          socket.write(headersFrame(1, [[':status', '413']], END_HEADERS | END_STREAM));
      },
      onRequest: ({ socket }, id) => socket.write(answerTo(id)),
    });
    const { transport, sendAll, results } = await openHarness({ port: peer.port, requests: put(5000) });
    await sendAll();
    expect(results()).toEqual(['HTTP_413']);
    transport.send(0, 1);
    while (!peer.connections[0]!.seen.some(({ id }) => id === 3)) await turn();
    peer.connections[0]!.socket.write(Buffer.concat([windowFrame(1, 4000), windowFrame(3, 4000)]));
    while (results().length < 2) await turn();
    expect(results()).toEqual(['HTTP_413', 'ok']);
    expect([1, 3].map((id) => dataOf(peer.connections[0]!, id))).toEqual([1000, 5000]);
    const resets = peer.connections[0]!.seen.filter(({ type }) => type === RST_STREAM);
    expect(resets.map(({ id, payload }) => [id, payload])).toEqual([[1, uint32(CANCEL)]]);
  });
});

describe('what is received', () => {
  const PIECE = 10_000;

  it('is made room for again, on the stream and on the connection, padding included', async () => {
    const total = 50 * PIECE;
    const wire = (content: number) => (content / PIECE) * (PIECE + 100);
    let answered = 0;
    const peer = await rawHttp2Peer({
      onFrame: (connection, { type }) => {
        const { socket } = connection;
        if (type === HEADERS) socket.write(headersFrame(1, [OK200]));
        else if (type !== WINDOW_UPDATE || !connection.seen.some((seen) => seen.type === HEADERS)) return;
        const room = Math.min(20_000 + grantsOf(connection, 1), DEFAULT_WINDOW + grantsOf(connection, 0));
        while (answered < total && wire(answered + PIECE) <= room) {
          answered += PIECE;
          const payload = Buffer.concat([Buffer.from([99]), Buffer.alloc(PIECE), Buffer.alloc(99)]);
          socket.write(frame(DATA, PADDED | (answered === total ? END_STREAM : 0), 1, payload));
        }
      },
    });
    const { sink, sendAll, results } = await openHarness({
      port: peer.port,
      streamWindowBytes: 20_000,
      connectionWindowBytes: DEFAULT_WINDOW,
    });
    await sendAll();
    expect(results()).toEqual(['ok']);
    expect(sink.completions[0]!.bodyBytes).toBe(total);
    const [connection] = peer.connections;
    expect(grantsOf(connection!, 1)).toBeGreaterThanOrEqual(wire(total) - 20_000);
    expect(grantsOf(connection!, 1)).toBeLessThanOrEqual(wire(total));
    expect(grantsOf(connection!, 0)).toBeGreaterThanOrEqual(wire(total) - DEFAULT_WINDOW);
    expect(grantsOf(connection!, 0)).toBeLessThanOrEqual(wire(total));
  });

  it('on a stream that was given up is made room for on the connection, or it would be stuck one day', async () => {
    const peer = await rawHttp2Peer({
      onRequest: ({ socket }, id, request) => {
        if (request > 0) socket.write(answerTo(id));
      },
    });
    const { transport, clock, sendAll, results } = await openHarness({
      port: peer.port,
      connectionWindowBytes: DEFAULT_WINDOW,
    });
    transport.send(0, 0);
    while (!peer.connections[0]?.seen.some(({ type }) => type === HEADERS)) await turn();
    clock.advanceTo(2e9);
    transport.sweep(clock.nowNs());
    const late = Array.from({ length: 5 }, () => frame(DATA, 0, 1, Buffer.alloc(PIECE)));
    peer.connections[0]!.socket.write(Buffer.concat([headersFrame(1, [OK200]), ...late]));
    await sendAll();
    expect(results()).toEqual(['TIMEOUT', 'ok']);
    while (grantsOf(peer.connections[0]!, 0) < 4 * PIECE) await turn();
  });

  it('headers with padding and priority are read as those without', async () => {
    const block = blockOf(OK200, ['server', 'raw']);
    const padded = Buffer.concat([
      Buffer.from([7]),
      Buffer.from([0x80, 0, 0, 3, 200]),
      block,
      Buffer.alloc(7),
    ]);
    const peer = await rawHttp2Peer({
      onRequest: ({ socket }, id) =>
        socket.write(
          Buffer.concat([
            frame(HEADERS, PADDED | WITH_PRIORITY, id, padded),
            frame(9, END_HEADERS, id, blockOf(['x-more', 'fields'])),
            frame(DATA, PADDED | END_STREAM, id, Buffer.from([3, 0x61, 0x62, 0, 0, 0])),
          ]),
        ),
    });
    const { sink, sendInLoop, results } = await openHarness({ port: peer.port });
    await sendInLoop(8);
    expect(results()).toEqual(new Array(8).fill('ok'));
    expect(sink.completions.every(({ bodyBytes }) => bodyBytes === 2)).toBe(true);
  });
});
