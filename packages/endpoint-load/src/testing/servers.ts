import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer, type ServerOptions } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A server of a test: stopped, with its connections, when the test ends. */
export interface TestServer {
  readonly port: number;
  readonly url: string;
  /** Connections that came in so far. */
  readonly accepted: number;
}

/** A request as a server saw it. */
export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** node:http, with the requests that it saw; answers 200 with what `answer` says. */
export async function serve(
  answer: (seen: SeenRequest) => { readonly status?: number; readonly body?: string } = () => ({}),
): Promise<TestServer & { readonly seen: SeenRequest[] }> {
  const seen: SeenRequest[] = [];
  const server = await listen(createServer(listener(seen, answer)), 'http');
  return Object.assign(server, { seen });
}

/** The same over TLS. */
export async function serveTls(
  options: ServerOptions,
): Promise<TestServer & { readonly seen: SeenRequest[] }> {
  const seen: SeenRequest[] = [];
  const server = await listen(
    createHttpsServer(
      options,
      listener(seen, () => ({})),
    ),
    'https',
  );
  return Object.assign(server, { seen });
}

/** A server of raw bytes: `onRequest` is called for every chunk that arrives. */
export function serveRaw(onRequest: (socket: Socket, text: string) => void): Promise<TestServer> {
  const server = createTcpServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (chunk) => onRequest(socket, chunk.toString('latin1')));
  });
  return listen(server, 'http');
}

/** An address on which nothing listens. */
export async function unusedUrl(): Promise<string> {
  const server = createTcpServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return `http://127.0.0.1:${port}`;
}

function listener(
  seen: SeenRequest[],
  answer: (seen: SeenRequest) => { readonly status?: number; readonly body?: string },
): RequestListener {
  return (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const one = { method, url, headers, body: Buffer.concat(chunks).toString() };
      seen.push(one);
      const { status = 200, body = 'ok' } = answer(one);
      response.writeHead(status, { 'content-length': Buffer.byteLength(body) });
      response.end(body);
    });
  };
}

async function listen(server: Server, scheme: string): Promise<TestServer> {
  const sockets = new Set<Socket>();
  let accepted = 0;
  server.on('connection', (socket: Socket) => {
    accepted++;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `${scheme}://127.0.0.1:${port}`,
    get accepted() {
      return accepted;
    },
  };
}
