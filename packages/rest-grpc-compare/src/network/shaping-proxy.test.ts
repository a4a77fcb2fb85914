import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { createRealClock, VirtualClock } from '@benchwright/load-driver';
import { afterEach, describe, expect, it } from 'vitest';
import { startNetworkProcess } from './network-process.js';
import { parseLinkProfile } from './parse-link-profile.js';
import { checkLink, startEchoServer } from './self-check.js';
import { type ShapingProxy, startShapingProxy } from './shaping-proxy.js';

const closing: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function serve(
  onSocket: (socket: Socket) => void,
): Promise<{ host: string; port: number; server: Server }> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    closing.push(() => socket.destroy());
    socket.on('error', () => {});
    onSocket(socket);
  }).listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  closing.push(() => new Promise((resolve) => server.close(resolve)));
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port, server };
}

async function proxyTo(target: { host: string; port: number }, text = 'proxy', clock = createRealClock()) {
  const route = { name: 'it', profile: parseLinkProfile(text)!, target };
  const proxy: ShapingProxy = await startShapingProxy({ routes: [route], seed: 1, clock });
  closing.push(() => proxy.close());
  return proxy;
}

function dial(proxy: ShapingProxy): Socket {
  const [host = '', port] = proxy.endpoints.it!.split(':');
  const socket = connect({ host, port: Number(port), allowHalfOpen: true });
  socket.on('error', () => {});
  closing.push(() => socket.destroy());
  return socket;
}

/** The bytes until the end of the stream. */
async function readToEnd(socket: Socket): Promise<Buffer> {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(socket, 'end');
  return Buffer.concat(chunks);
}

describe('through the proxy', () => {
  it('the client may end its side and still hear the answer, byte for byte', async () => {
    const sent = Buffer.from(Array.from({ length: 300_000 }, (_, i) => i % 251));
    const target = await serve((socket) => void readToEnd(socket).then((all) => socket.end(all.reverse())));
    const socket = dial(await proxyTo(target));
    socket.end(sent);
    expect((await readToEnd(socket)).equals(Buffer.from(sent).reverse())).toBe(true);
  });

  it('a server that reads nothing makes the client wait, and loses nothing', async () => {
    const [chunk, chunks] = [Buffer.alloc(64 * 1024, 7), 512];
    let server: Socket | undefined;
    const target = await serve((socket) => {
      server = socket.pause();
    });
    const socket = dial(await proxyTo(target));
    let accepted = 0;
    const send = (): void => {
      socket.write(chunk, () => {
        if (++accepted < chunks) send();
        else socket.end();
      });
    };
    send();
    for (let [before, still] = [0, 0]; server === undefined || still < 500; before = accepted) {
      await new Promise(setImmediate);
      still = accepted === before ? still + 1 : 0;
    }
    // Nobody reads: what has left is in the kernel's buffers and the proxy's.
    expect(accepted).toBeGreaterThan(0);
    expect(accepted).toBeLessThan(chunks);
    let read = 0;
    server.on('data', (bytes: Buffer) => {
      read += bytes.length;
    });
    server.resume();
    await once(server, 'end');
    expect(read).toBe(chunk.length * chunks);
  });

  it('a reset of the client reaches the server, and one of the server the client', async () => {
    const seen: string[] = [];
    const target = await serve((socket) => {
      socket.on('error', (error: NodeJS.ErrnoException) => seen.push(error.code ?? ''));
      socket.on('data', (bytes) => {
        if (bytes.toString() === 'reset me') socket.resetAndDestroy();
        else socket.write('ready');
      });
    });
    const proxy = await proxyTo(target);
    const leaving = dial(proxy);
    leaving.write('hello');
    await once(leaving, 'data');
    leaving.resetAndDestroy();
    while (seen.length === 0) await new Promise(setImmediate);
    expect(seen).toEqual(['ECONNRESET']);
    const left = dial(proxy);
    left.write('reset me');
    const [error] = (await once(left, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('ECONNRESET');
  });

  it('a server that is not there resets the client', async () => {
    const target = await serve(() => {});
    await new Promise((resolve) => target.server.close(resolve));
    const [error] = (await once(dial(await proxyTo(target)), 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('ECONNRESET');
  });

  it('time passes as the link has it: an answer comes after two round trips on a new connection, after one on an open one', async () => {
    const clock = new VirtualClock();
    const target = await serve((socket) => socket.pipe(socket));
    const socket = dial(await proxyTo(target, 'delay=10ms', clock));
    const arrives = async (): Promise<number> => {
      let arrived = false;
      socket.once('data', () => {
        arrived = true;
      });
      socket.write('.');
      while (!arrived) {
        clock.step();
        await new Promise(setImmediate);
      }
      return clock.nowNs();
    };
    expect(await arrives()).toBe(40e6);
    expect(await arrives()).toBe(60e6);
  });
});

describe('the proxy as a process', () => {
  it('carries bytes through every link, tells how late they were, and is gone when closed', async () => {
    const echo = await startEchoServer();
    closing.push(() => echo.close());
    const names = ['proxy', 'lan', 'delay=5ms,jitter=1ms,down=1Mbit/s,up=1Mbit/s'];
    const target = { host: echo.host, port: echo.port };
    const network = await startNetworkProcess(
      names.map((name) => ({ name, profile: parseLinkProfile(name)!, target })),
      1,
    );
    try {
      for (const name of names) {
        const profile = parseLinkProfile(name)!;
        const check = await checkLink(network.addressOf(name), profile, createRealClock());
        expect(check.roundTripMinNs).toBeGreaterThanOrEqual(2 * profile.oneWayDelayNs);
        expect(check.firstByteNs).toBeGreaterThanOrEqual(4 * profile.oneWayDelayNs);
      }
      const { lateness, cpuNs } = await network.takeFigures();
      expect(lateness.count).toBeGreaterThan(100);
      expect(lateness.maxNs).toBeGreaterThanOrEqual(lateness.p50Ns);
      expect(cpuNs).toBeGreaterThan(0);
      // Taken is taken; a connection that ends late may still move a piece or two.
      expect((await network.takeFigures()).lateness.count).toBeLessThan(lateness.count / 10);
      expect(() => network.addressOf('wan')).toThrow(/no route wan/);
    } finally {
      await network.close();
    }
    expect(() => process.kill(network.pid, 0)).toThrow(/ESRCH/);
  });
});
