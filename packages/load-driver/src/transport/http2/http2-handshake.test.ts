import { describe, expect, it } from 'vitest';
import { ACK, DATA, GOAWAY, HEADERS, PING, SETTINGS, WINDOW_UPDATE } from './protocol.js';
import { openHarness } from './test-support/harness.js';
import {
  answersFirst,
  answerTo,
  frame,
  goAwayFrame,
  type RawConnection,
  rawHttp2Peer,
  settingsFrame,
  uint32,
} from './test-support/raw-peer.js';

const turn = () => new Promise((resolve) => setImmediate(resolve));
const typesOf = ({ seen }: RawConnection) => seen.map(({ type }) => type);
const acknowledgements = ({ seen }: RawConnection) =>
  seen.filter(({ type, flags }) => type === SETTINGS && (flags & ACK) !== 0).length;

describe('how a connection begins', () => {
  it('the preface, SETTINGS and the window of the connection; no request before the SETTINGS of the server', async () => {
    let greet = () => {};
    const peer = await rawHttp2Peer({
      onPreface: ({ socket }) => {
        greet = () => void socket.write(settingsFrame());
      },
      onRequest: ({ socket }, id) => socket.write(answerTo(id)),
    });
    const opened = openHarness({
      port: peer.port,
      streamWindowBytes: 200_000,
      connectionWindowBytes: 300_000,
    });
    while ((peer.connections[0]?.seen.length ?? 0) < 2) await turn();
    const [connection] = peer.connections;
    expect(typesOf(connection!)).toEqual([SETTINGS, WINDOW_UPDATE]);
    // ENABLE_PUSH 0, INITIAL_WINDOW_SIZE as asked, MAX_HEADER_LIST_SIZE 64 KB.
    expect(connection!.seen[0]!.payload.toString('hex')).toBe('000200000000000400030d40000600010000');
    expect(connection!.seen[1]).toMatchObject({ id: 0, payload: uint32(300_000 - 65_535) });
    greet();
    const { sendAll, results } = await opened;
    await sendAll();
    expect(results()).toEqual(['ok']);
    expect(typesOf(connection!)).toEqual([SETTINGS, WINDOW_UPDATE, SETTINGS, HEADERS]);
    expect(acknowledgements(connection!)).toBe(1);
  });

  it('every SETTINGS frame is acknowledged; what is unknown in it is ignored, of what stands twice the last counts', async () => {
    const peer = await rawHttp2Peer({
      onPreface: ({ socket }) =>
        socket.write(settingsFrame([0x99, 7], [3, 0], [3, 1], [0xffff, 2 ** 32 - 1], [4, 0], [4, 10])),
      onRequest: ({ socket }, id) => socket.write(Buffer.concat([settingsFrame(), answerTo(id)])),
    });
    const { sendInLoop, results } = await openHarness({ port: peer.port });
    await sendInLoop(10);
    expect(results()).toEqual(new Array(10).fill('ok'));
    while (acknowledgements(peer.connections[0]!) < 11) await turn();
  });
});

describe('PING', () => {
  it('is answered with what it holds; an answer to none is passed over', async () => {
    const peer = await answersFirst((id) =>
      Buffer.concat([
        frame(PING, ACK, 0, Buffer.from('nobodies')),
        frame(PING, 0, 0, Buffer.from('12345678')),
        answerTo(id),
        frame(PING, 0, 0, Buffer.from([0, 255, 1, 254, 2, 253, 3, 252])),
      ]),
    );
    const { sendAll, results } = await openHarness({ port: peer.port });
    await sendAll();
    await sendAll();
    expect(results()).toEqual(['ok', 'ok']);
    const pings = peer.connections[0]!.seen.filter(({ type }) => type === PING);
    expect(pings.map(({ flags, id, payload }) => [flags, id, payload.toString('hex')])).toEqual([
      [ACK, 0, '3132333435363738'],
      [ACK, 0, '00ff01fe02fd03fc'],
    ]);
  });
});

describe('MAX_CONCURRENT_STREAMS', () => {
  it('is kept when it is lowered and used when it is raised, in the middle of a connection', async () => {
    const waiting: number[] = [];
    const limits = [5, 1, 3];
    const seen: number[][] = [];
    let open = 0;
    const peer = await rawHttp2Peer({
      onPreface: ({ socket }) => socket.write(settingsFrame([3, limits[0]!])),
      onFrame: (_connection, { type }) => type === HEADERS && open++,
      onRequest: ({ socket }, id) => {
        waiting.push(id);
        if (waiting.length < limits[seen.length]!) return;
        seen.push(waiting.splice(0));
        open = 0;
        const next = limits[seen.length];
        const answers = seen.at(-1)!.map((each) => answerTo(each));
        socket.write(Buffer.concat([...(next === undefined ? [] : [settingsFrame([3, next])]), ...answers]));
      },
    });
    const { sendAll, results } = await openHarness({ port: peer.port, streamsPerConnection: 9 });
    await sendAll(9);
    expect(results()).toEqual(new Array(9).fill('ok'));
    expect(seen).toEqual([[1, 3, 5, 7, 9], [11], [13, 15, 17]]);
    expect(open).toBe(0);
  });
});

describe('how a connection ends', () => {
  it('after GOAWAY and the last answer the client says farewell and closes', async () => {
    let ended = () => {};
    const hasEnded = new Promise<void>((resolve) => {
      ended = resolve;
    });
    const peer = await rawHttp2Peer({
      onRequest: ({ socket }, id) => {
        socket.once('end', ended);
        socket.write(Buffer.concat([goAwayFrame(id, 0), answerTo(id)]));
      },
    });
    const { sendAll, results, transport } = await openHarness({ port: peer.port });
    await sendAll();
    await hasEnded;
    expect(results()).toEqual(['ok']);
    expect(peer.connections[0]!.seen.at(-1)).toMatchObject({ type: GOAWAY, id: 0, payload: uint32(0, 0) });
    expect(transport.counters).toMatchObject({ goaways: 1, closedWhileIdle: 0 });
  });

  it('with no stream ids left a new connection is made, and no request notices', async () => {
    const peer = await rawHttp2Peer({ onRequest: ({ socket }, id) => socket.write(answerTo(id)) });
    const { sendInLoop, results, transport } = await openHarness({
      port: peer.port,
      requestsPerConnection: 3,
    });
    await sendInLoop(9);
    expect(results()).toEqual(new Array(9).fill('ok'));
    expect(transport.counters.reconnected).toBe(2);
    for (const { seen } of peer.connections) {
      expect(seen.filter(({ type }) => type === HEADERS).map(({ id }) => id)).toEqual([1, 3, 5]);
      expect(seen.some(({ type }) => type === DATA)).toBe(false);
    }
  });
});
