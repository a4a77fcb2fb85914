import { once } from 'node:events';
import { connect, createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createRealClock } from '../clock/real-clock.js';
import { observeSockets } from './socket-observer.js';

const servers: Server[] = [];
afterEach(() =>
  Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve)))),
);

async function echoServer(): Promise<number> {
  const server = createServer((socket) => socket.pipe(socket)).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function exchange(port: number, text: string): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  socket.end(text);
  socket.resume();
  await once(socket, 'close');
}

describe('observeSockets', () => {
  it('counts the bytes and connects of sockets to its ports only, open or closed', async () => {
    const [mine, other] = [await echoServer(), await echoServer()];
    const connects: number[] = [];
    const observer = observeSockets({
      ports: [mine],
      clock: createRealClock(),
      onConnect: (ns) => connects.push(ns),
    });
    await exchange(mine, 'hello');
    await exchange(other, 'not counted');
    await exchange(mine, 'again!');
    expect(observer.bytesOut()).toBe(11);
    expect(observer.bytesIn()).toBe(11);
    expect(observer.opened).toBe(2);
    expect(connects).toHaveLength(2);
    expect(Math.min(...connects)).toBeGreaterThan(0);
    observer.stop();
    await exchange(mine, 'after the end');
    expect(observer.opened).toBe(2);
  });

  it('lets many observe at once without a warning, each until it stops', async () => {
    const warnings: Error[] = [];
    const onWarning = (warning: Error): void => void warnings.push(warning);
    process.on('warning', onWarning);
    const port = await echoServer();
    const clock = createRealClock();
    const many = Array.from({ length: 20 }, () => observeSockets({ ports: [port], clock }));
    await exchange(port, 'hello');
    for (const observer of many.slice(1)) observer.stop();
    await exchange(port, 'hello');
    expect(many.map(({ opened }) => opened)).toEqual([2, ...new Array<number>(19).fill(1)]);
    many[0]!.stop();
    // Warnings are emitted on the next tick of the event loop, and two exchanges have been awaited since.
    process.off('warning', onWarning);
    expect(warnings).toEqual([]);
  });
});
