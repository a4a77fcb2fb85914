import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer, type Socket } from 'node:net';
import { listen, type Peer } from '../../test-support/peer.js';

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

/** An answer with a Content-Length that is right. */
export function answerOf(body: string, status = '200 OK', fields = ''): string {
  return `HTTP/1.1 ${status}\r\nContent-Length: ${body.length}\r\n${fields}\r\n${body}`;
}
