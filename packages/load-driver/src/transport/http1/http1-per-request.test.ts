import { describe, expect, it } from 'vitest';
import { harness } from './test-support/harness.js';
import { answerOf, httpServer, rawServer } from './test-support/peers.js';

describe('a connection per request', () => {
  it('is made, used once, reported, and closed', async () => {
    const peer = await rawServer(
      (socket) => socket.write(answerOf('x')),
      () => clock.advanceTo(clock.nowNs() + 10),
    );
    const { transport, sink, clock, results } = harness({
      port: peer.port,
      connections: 2,
      connectionPolicy: 'per-request',
    });
    await transport.open(sink);
    expect(sink.connections).toEqual([]);
    let sequence = 0;
    sink.onComplete = ({ slot }) => {
      if (sequence < 10) transport.send(slot, sequence++);
    };
    transport.send(0, sequence++);
    transport.send(1, sequence++);
    await sink.completed(10);
    expect(new Set(results())).toEqual(new Set(['ok']));
    expect(sink.connections).toHaveLength(10);
    expect(sink.connections.every(({ again }) => !again)).toBe(true);
    expect(peer.sockets).toHaveLength(11); // one more was the trial of open
    expect(transport.counters).toMatchObject({ connected: 10, reconnected: 0 });
  });

  it('leaves it to a server that says so to close first, and closes when it does not', async () => {
    const peer = await httpServer((_, response) => response.setHeader('Connection', 'close').end('x'));
    const idle = await rawServer((socket) => socket.write(answerOf('x', '200 OK', 'Connection: close\r\n')));
    for (const { port, sockets } of [peer, idle]) {
      const { transport, sink, clock, sendAll, results } = harness({ port, connectionPolicy: 'per-request' });
      await transport.open(sink);
      await sendAll();
      expect(results()).toEqual(['ok']);
      const socket = sockets[1]!;
      clock.advanceTo(1.1e9);
      if (!socket.destroyed) {
        const closed = new Promise((resolve) => socket.once('close', resolve));
        transport.sweep(clock.nowNs());
        await closed;
      }
    }
  });
});
