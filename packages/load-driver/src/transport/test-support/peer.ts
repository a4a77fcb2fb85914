import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterThisTest } from './after-this-test.js';

/** A server on a port of its own, stopped with all its connections after the test. */
export interface Peer {
  readonly port: number;
  /** Connections that came in so far. */
  readonly sockets: Socket[];
  /** Stops now: connections are closed, new ones refused. */
  stop(): Promise<void>;
}

/** Starts any server on 127.0.0.1. */
export async function listen(server: Server): Promise<Peer> {
  const sockets: Socket[] = [];
  server.on('connection', (socket: Socket) => sockets.push(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= new Promise((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
    return stopped;
  };
  afterThisTest(stop);
  return { port: (server.address() as AddressInfo).port, sockets, stop };
}

/** A port of 127.0.0.1 on which nothing listens. */
export async function unusedPort(): Promise<number> {
  const peer = await listen(createServer());
  await peer.stop();
  return peer.port;
}
