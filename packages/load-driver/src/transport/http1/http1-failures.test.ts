import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { unusedPort } from '../test-support/peer.js';
import { getRequest, harness, openHarness } from './test-support/harness.js';
import { answerOf, rawServer } from './test-support/peers.js';

/** Each request is answered in turn with the next of these, the last one for ever. */
function answersInTurn(...answers: ((socket: Socket) => unknown)[]) {
  return rawServer((socket, request) => answers[Math.min(request, answers.length - 1)]!(socket));
}

const good = (socket: Socket) => socket.write(answerOf('good'));

describe('a server that breaks the rules', () => {
  it.each([
    ['sends garbage', 'PROTOCOL', 'garbage!'],
    ['speaks HTTP/2', 'PROTOCOL', '\0\0\x12\x04\0\0\0\0\0'],
    ['sends a length that is no number', 'PROTOCOL', 'HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n'],
    ['sends more than its length, at once', 'PROTOCOL', `${answerOf('1234')}56`],
    ['sends two answers for one request', 'PROTOCOL', answerOf('one') + answerOf('two')],
    [
      'sends a chunk longer than its size',
      'PROTOCOL',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n',
    ],
  ])('%s: %s, and the next request has a new connection', async (_title, expected, bytes) => {
    const peer = await answersInTurn((socket) => socket.write(bytes, 'latin1'), good);
    const { transport, sink, outcomes, sendAll, results } = await openHarness({ port: peer.port });
    await sendAll();
    await sendAll();
    expect(results()).toEqual([expected, 'ok']);
    expect(sink.connections.map(({ again }) => again)).toEqual([false, true]);
    expect(transport.firstErrorOf(outcomes.codeOf(expected))).toBeTypeOf('string');
    expect(peer.sockets).toHaveLength(2);
  });

  it('has its late extra bytes taken for the next answer, which fails', async () => {
    let sendRest = () => {};
    const peer = await answersInTurn(
      (socket) => {
        socket.write(answerOf('1234'));
        sendRest = () => socket.write('56');
      },
      () => sendRest(),
      good,
    );
    const { sendAll, results } = await openHarness({ port: peer.port });
    await sendAll();
    await sendAll();
    await sendAll();
    expect(results()).toEqual(['ok', 'PROTOCOL', 'ok']);
  });

  it('has extra bytes on an idle connection counted, and no request failed by them', async () => {
    let sendRest = () => {};
    const peer = await answersInTurn((socket) => {
      socket.write(answerOf('1234'));
      sendRest = () => socket.write('56');
    }, good);
    const { transport, sendAll, results } = await openHarness({ port: peer.port });
    await sendAll();
    const closed = new Promise((resolve) => peer.sockets[0]!.once('close', resolve));
    sendRest();
    await closed;
    expect(transport.counters.unaskedBytes).toBe(1);
    await sendAll();
    expect(results()).toEqual(['ok', 'ok']);
    expect(transport.counters).toMatchObject({ reconnected: 1, unaskedBytes: 1, closedWhileIdle: 0 });
  });
});

describe('a server that leaves', () => {
  it.each([
    ['closes before it answers', ''],
    ['closes in the header', 'HTTP/1.1 200'],
    [
      'closes in the body, because its length was too long',
      'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nbody',
    ],
    ['closes between chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n'],
  ])('%s: CONNECTION_CLOSED, with what was received', async (_title, text) => {
    const peer = await answersInTurn((socket) => socket.end(text), good);
    const { sink, sendAll, results } = await openHarness({ port: peer.port });
    await sendAll();
    await sendAll();
    expect(results()).toEqual(['CONNECTION_CLOSED', 'ok']);
    expect(sink.completions[0]).toMatchObject({
      bytesOut: getRequest.length,
      bytesIn: text.length,
      bodyBytes: text.includes('body') ? 4 : 0,
      firstByteNs: text === '' ? -1 : 0,
    });
  });

  it('resets the connection: CONNECTION_RESET', async () => {
    const peer = await answersInTurn((socket) => socket.resetAndDestroy(), good);
    const { sendAll, results } = await openHarness({ port: peer.port });
    await sendAll();
    await sendAll();
    expect(results()).toEqual(['CONNECTION_RESET', 'ok']);
  });

  it('fails what stands behind the answer after which it closes', async () => {
    const peer = await rawServer((socket, request) => {
      if (request === 2) socket.end(answerOf('one', '200 OK', 'Connection: close\r\n'));
      if (request > 2) socket.write(answerOf('more'));
    });
    const { transport, sink, sendAll, results } = await openHarness({ port: peer.port, pipelining: 3 });
    await sendAll(3);
    expect(results()).toEqual(['ok', 'CONNECTION_CLOSED', 'CONNECTION_CLOSED']);
    expect(sink.completions.map(({ slot }) => slot)).toEqual([0, 1, 2]);
    transport.send(1, 3);
    await sink.completed(4);
    expect(results()[3]).toBe('ok');
  });

  it('dies halfway: what is under way fails, what follows is refused, one at a time', async () => {
    const peer = await rawServer((socket, request) => {
      if (request < 5) socket.write(answerOf('fine'));
      else void peer.stop();
    });
    const { transport, sink, results } = await openHarness({ port: peer.port, connections: 2 });
    let sequence = 0;
    sink.onComplete = ({ slot }) => {
      if (sequence < 40) transport.send(slot, sequence++);
    };
    transport.send(0, sequence++);
    transport.send(1, sequence++);
    await sink.completed(40);
    const counts: Record<string, number> = {};
    for (const result of results()) counts[result] = (counts[result] ?? 0) + 1;
    expect(counts.ok).toBe(5);
    expect((counts.CONNECTION_CLOSED ?? 0) + (counts.CONNECTION_RESET ?? 0)).toBeGreaterThan(0);
    expect(counts.CONNECT_REFUSED).toBeGreaterThan(20);
    expect(sink.completions).toHaveLength(40);
  });

  it('leaves between two requests: nothing fails', async () => {
    const peer = await rawServer(good);
    const { transport, sendAll, results } = await openHarness({ port: peer.port });
    await sendAll();
    const { counters } = transport;
    peer.sockets[0]!.end();
    while (counters.closedWhileIdle === 0) await new Promise((resolve) => setImmediate(resolve));
    await sendAll();
    expect(results()).toEqual(['ok', 'ok']);
    expect(counters).toMatchObject({ closedWhileIdle: 1, reconnected: 1 });
  });
});

describe('a server that does not answer', () => {
  it('times out when swept after the time allowed, not before', async () => {
    let arrived = () => {};
    const arrival = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const peer = await answersInTurn(() => arrived(), good);
    const { transport, sink, clock, sendAll, results } = await openHarness({
      port: peer.port,
      timeoutNs: 500,
    });
    clock.advanceTo(100);
    transport.send(0, 0);
    await arrival;
    transport.sweep(600);
    expect(results()).toEqual([]);
    transport.sweep(601);
    expect(results()).toEqual(['TIMEOUT']);
    expect(sink.completions[0]).toMatchObject({ sentNs: 100, firstByteNs: -1, endNs: 601 });
    await sendAll();
    expect(results()).toEqual(['TIMEOUT', 'ok']);
  });

  it('times out in the middle of a body that never ends', async () => {
    const peer = await rawServer((socket) =>
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nbody'),
    );
    const { transport, sink, results } = await openHarness({
      port: peer.port,
      timeoutNs: 500,
      onBody: () => setImmediate(() => transport.sweep(501)),
    });
    transport.send(0, 0);
    await sink.completed(1);
    expect(results()).toEqual(['TIMEOUT']);
    expect(sink.completions[0]).toMatchObject({ bodyBytes: 4, firstByteNs: 0, endNs: 501 });
  });

  it('takes the younger requests of the connection with it, each by its own time', async () => {
    const peer = await rawServer(() => {});
    const { transport, clock, results } = await openHarness({
      port: peer.port,
      timeoutNs: 500,
      pipelining: 3,
    });
    transport.send(0, 0);
    clock.advanceTo(10);
    transport.send(1, 1);
    clock.advanceTo(200);
    transport.send(2, 2);
    transport.sweep(600);
    expect(results()).toEqual(['TIMEOUT', 'TIMEOUT', 'CONNECTION_CLOSED']);
  });
});

describe('a server that refuses', () => {
  it('fails requests one by one, always in a later turn of the event loop', async () => {
    const peer = await rawServer(good);
    const { transport, sink, results } = await openHarness({ port: peer.port, connections: 3 });
    await peer.stop();
    let sending = false;
    let inside = 0;
    let turns = 0;
    let sequence = 0;
    const send = (slot: number): void => {
      sending = true;
      transport.send(slot, sequence++);
      sending = false;
    };
    sink.onComplete = ({ slot }) => {
      if (sending) inside++;
      if (sequence < 300) send(slot);
    };
    const watch = setInterval(() => turns++);
    for (let slot = 0; slot < 3; slot++) send(slot);
    await sink.completed(300);
    clearInterval(watch);
    expect(inside).toBe(0);
    expect(
      results()
        .slice(10)
        .every((result) => result === 'CONNECT_REFUSED'),
    ).toBe(true);
    expect(transport.counters.connectFailed).toBeGreaterThanOrEqual(290);
  });
});

describe('open', () => {
  it('says what could not be reached, what was tried, and what to do', async () => {
    const port = await unusedPort();
    const { transport, sink } = harness({ port, connections: 5 });
    await expect(transport.open(sink)).rejects.toMatchObject({
      name: 'TargetUnreachableError',
      code: 'ERR_TARGET_UNREACHABLE',
      address: `127.0.0.1:${port}`,
      tried: [`127.0.0.1:${port}: CONNECT_REFUSED (connect ECONNREFUSED 127.0.0.1:${port})`],
      message: expect.stringContaining('Is the server running'),
    });
    expect(sink.completions).toEqual([]);
  });

  it('names an error of the system that has no class of its own', async () => {
    const { transport, sink } = harness({ port: 9, host: '127.255.255.255' });
    await expect(transport.open(sink)).rejects.toMatchObject({
      tried: [expect.stringContaining('CONNECT_ENETUNREACH')],
    });
  });

  it('says so when a name has no address', async () => {
    const { transport, sink } = harness({ port: 80, host: 'no-such-host.invalid' });
    await expect(transport.open(sink)).rejects.toMatchObject({
      code: 'ERR_TARGET_UNREACHABLE',
      address: 'no-such-host.invalid:80',
      tried: [expect.stringContaining('DNS')],
    });
  });

  it('tries every address of a name', async () => {
    const peer = await rawServer(good);
    const { transport, sendAll, results } = await openHarness({ port: peer.port, host: 'localhost' });
    await sendAll();
    expect(results()).toEqual(['ok']);
    expect(transport.connectedTo).toBe(`127.0.0.1:${peer.port}`);
  });
});
