import {
  createSecureServer,
  createServer,
  type Http2Session,
  type IncomingHttpHeaders,
  type SecureServerOptions,
  type ServerHttp2Stream,
  type ServerOptions,
} from 'node:http2';
import type { Socket } from 'node:net';
import { afterThisTest } from '../../test-support/after-this-test.js';

/** Answers one stream of a node:http2 server. */
export type OnStream = (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => unknown;

/** A node:http2 server (nghttp2) on a port of its own, stopped with all its connections after the test. */
export async function http2Peer(onStream: OnStream, options: ServerOptions = {}) {
  return listening(createServer(options), onStream);
}

/** The same over TLS. */
export async function secureHttp2Peer(onStream: OnStream, options: SecureServerOptions) {
  return listening(createSecureServer(options), onStream);
}

async function listening(
  server: ReturnType<typeof createServer> | ReturnType<typeof createSecureServer>,
  onStream: OnStream,
) {
  const sessions: Http2Session[] = [];
  const sockets: Socket[] = [];
  server.on('session', (session: Http2Session) => {
    sessions.push(session);
    session.on('error', () => {});
  });
  server.on('connection', (socket: Socket) => sockets.push(socket));
  server.on('stream', (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => {
    stream.on('error', () => {});
    onStream(stream, headers);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterThisTest(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const session of sessions) session.destroy();
        for (const socket of sockets) socket.destroy();
      }),
  );
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening on a port');
  return { port: address.port, sessions, sockets };
}

/** Answers with what came: status 200, the request's method and path as headers, its body as body. */
export const echo: OnStream = (stream, headers) => {
  stream.respond({ ':status': 200, 'x-method': headers[':method'], 'x-path': headers[':path'] });
  stream.pipe(stream);
};
