import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterThisTest } from './harness.js';

/** A server on a port of its own, stopped with all its connections after the test. */
export interface Peer {
  readonly port: number;
  /** Connections that came in so far. */
  readonly sockets: Socket[];
  /** Stops now: connections are closed, new ones refused. */
  stop(): Promise<void>;
}

/** A server of raw bytes: `answer` is called once per request (or for each connection, with `onConnect`). */
export function rawServer(
  answer: (socket: Socket, request: number) => unknown,
  onConnect?: (socket: Socket) => unknown,
) {
  let requests = 0;
  const server = createServer((socket) => {
    socket.on('error', () => {});
    onConnect?.(socket);
    let seen = '';
    socket.on('data', (data) => {
      seen += data.toString('latin1');
      for (let end = seen.indexOf('\r\n\r\n'); end >= 0; end = seen.indexOf('\r\n\r\n')) {
        seen = seen.slice(end + 4);
        answer(socket, requests++);
      }
    });
  });
  return listen(server);
}

/** A server of Node's own making. */
export function httpServer(listener: RequestListener): Promise<Peer> {
  return listen(createHttpServer(listener));
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

/** An answer with a Content-Length that is right. */
export function answerOf(body: string, status = '200 OK', fields = ''): string {
  return `HTTP/1.1 ${status}\r\nContent-Length: ${body.length}\r\n${fields}\r\n${body}`;
}
