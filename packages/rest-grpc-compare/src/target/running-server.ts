import { once } from 'node:events';
import { createServer } from 'node:net';
import { type Server, ServerCredentials } from '@grpc/grpc-js';
import type { FastifyInstance } from 'fastify';
import type { UsersStore } from '../data/users-store.js';
import type { ProtocolId } from '../protocols.js';
import { type ListenAttempt, listenError } from './errors.js';
import { createGraphqlServer } from './graphql-server.js';
import { createGrpcServer } from './grpc-server.js';
import { createGrpcWebServer } from './grpc-web-server.js';
import { createRestServer } from './rest-server.js';

// Long enough for any call of this API to end, short enough that stopping feels immediate.
const DRAIN_MS = 1000;

/** One server that listens. */
export interface RunningServer {
  readonly endpoint: string;
  close(): Promise<void>;
}

/**
 * Starts the server of one protocol on a store.
 *
 * @throws UsersServerError ERR_PORT_IN_USE or ERR_LISTEN_FAILED
 */
export async function startServer(store: UsersStore, attempt: ListenAttempt): Promise<RunningServer> {
  if (attempt.kind === 'grpc') return await startGrpc(store, attempt);
  return await startHttp(CREATE[attempt.kind](store), attempt);
}

const CREATE: Readonly<Record<Exclude<ProtocolId, 'grpc'>, (store: UsersStore) => FastifyInstance>> = {
  rest: (store) => createRestServer(store),
  'rest-h2': (store) => createRestServer(store, { http2: true }),
  graphql: createGraphqlServer,
  'grpc-web': createGrpcWebServer,
};

async function startHttp(app: FastifyInstance, attempt: ListenAttempt): Promise<RunningServer> {
  const { host, port } = attempt;
  const cutOff = attempt.kind === 'rest-h2' ? watchSessions(app) : () => app.server.closeAllConnections();
  try {
    const endpoint = await app.listen({ host, port });
    return { endpoint, close: () => closeWithin(app.close(), cutOff) };
  } catch (cause) {
    await app.close();
    throw listenError(attempt, cause);
  }
}

interface Http2Session {
  close(): void;
  destroy(): void;
}

/** HTTP/2 servers of Node neither close idle connections nor know them: asks each to end at closing, and destroys what is left. */
function watchSessions(app: FastifyInstance): () => void {
  const sessions = new Set<Http2Session>();
  app.server.on('session', (session: Http2Session & { once(event: 'close', listener: () => void): void }) => {
    sessions.add(session);
    session.once('close', () => sessions.delete(session));
  });
  app.addHook('preClose', (done) => {
    for (const session of sessions) session.close();
    done();
  });
  return () => {
    for (const session of sessions) session.destroy();
  };
}

async function startGrpc(store: UsersStore, attempt: ListenAttempt): Promise<RunningServer> {
  const { host, port } = attempt;
  const { server, announceShutdown } = createGrpcServer(store);
  const authority = host.includes(':') ? `[${host}]` : host;
  try {
    await assertPortFree(host, port);
    const boundPort = await bind(server, `${authority}:${port}`);
    const close = (): Promise<void> => {
      announceShutdown();
      const graceful = new Promise<void>((resolve) => server.tryShutdown(() => resolve()));
      return closeWithin(graceful, () => server.forceShutdown());
    };
    return { endpoint: `${authority}:${boundPort}`, close };
  } catch (cause) {
    server.forceShutdown();
    throw listenError(attempt, cause);
  }
}

/** Waits for a graceful close, and after the drain time forces what is left. */
async function closeWithin(graceful: Promise<unknown>, force: () => void): Promise<void> {
  const deadline = setTimeout(force, DRAIN_MS);
  await graceful.finally(() => clearTimeout(deadline));
}

/** Fails as the system does if the port cannot be listened on. grpc-js would print a line of its own and hide the code. */
async function assertPortFree(host: string, port: number): Promise<void> {
  if (port === 0) return;
  const probe = createServer().listen({ host, port });
  await once(probe, 'listening');
  probe.close();
  await once(probe, 'close');
}

function bind(server: Server, address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(address, ServerCredentials.createInsecure(), (error, port) =>
      error === null ? resolve(port) : reject(error),
    );
  });
}
