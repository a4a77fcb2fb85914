import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

/** A TCP server for what no HTTP library would send. */
export interface TcpServer {
  readonly port: number;
  readonly url: string;
  /** Connections accepted so far. */
  readonly accepted: number;
  close(): Promise<void>;
}

/** Listens on a free port of 127.0.0.1; `onRequest` is called once per chunk that arrives, with the socket to answer on. */
export async function serveTcp(onRequest: (socket: Socket, text: string) => void): Promise<TcpServer> {
  const sockets = new Set<Socket>();
  let accepted = 0;
  const server = createServer((socket) => {
    accepted++;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (chunk) => onRequest(socket, chunk.toString('latin1')));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    get accepted() {
      return accepted;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** The JSON of a user that the checks accept. */
export function userJson(id: number): string {
  return JSON.stringify({
    id,
    username: `user${id}`,
    email: `user${id}@example.com`,
    firstName: 'Ada',
    lastName: 'Lovelace',
    createdAt: '2024-01-15T14:30:00.000Z',
    isActive: true,
  });
}

/** A whole HTTP/1.1 answer around a body. */
export function httpAnswer(body: string, head = 'HTTP/1.1 200 OK'): string {
  return `${head}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

/** The user id that a request text asks for. */
export function askedId(text: string): number {
  return Number(/\/api\/users\/(\d+)/.exec(text)?.[1]);
}
