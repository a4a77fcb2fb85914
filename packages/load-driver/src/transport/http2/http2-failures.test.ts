import { describe, expect, it } from 'vitest';
import { RST_STREAM } from './protocol.js';
import { openHarness } from './test-support/harness.js';
import { answersFirst, answerTo, goAwayFrame, rawHttp2Peer, settingsFrame } from './test-support/raw-peer.js';

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
