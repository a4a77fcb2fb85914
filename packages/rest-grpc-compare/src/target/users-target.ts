import { once } from 'node:events';
import { createServer } from 'node:net';
import { type Server, ServerCredentials } from '@grpc/grpc-js';
import type { FastifyInstance } from 'fastify';
import { createUsersData, DEFAULT_DATA_SEED } from '../data/users-data.js';
import { createUsersStore, type UsersStore } from '../data/users-store.js';
import { listenError, UsersServerError } from './errors.js';
import { createGrpcServer } from './grpc-server.js';
import { createRestServer } from './rest-server.js';

/** The ports that the API's clients expect when they are told none. */
export const DEFAULT_REST_PORT = 8080;
export const DEFAULT_GRPC_PORT = 9090;

// Long enough for any call of this API to end, short enough that stopping feels immediate.
const DRAIN_MS = 1000;

const LOOPBACK_HOSTS = ['127.0.0.1', '::1'];

/** Which of the two servers. */
export type UsersServerKind = 'rest' | 'grpc';

/** How to start the users servers. */
export interface UsersServersOptions<Kind extends UsersServerKind = UsersServerKind> {
  /** 8080 unless given; 0 takes any free port. */
  readonly restPort?: number;
  /** 9090 unless given; 0 takes any free port. */
  readonly grpcPort?: number;
  /** 127.0.0.1 unless given; ::1 is the other one allowed. */
  readonly host?: string;
  /** Seed of the data; the same seed serves the same bytes. */
  readonly seed?: number;
  /** Starts one server instead of both. */
  readonly only?: Kind;
}

/** The running servers. */
export interface UsersServers<Kind extends UsersServerKind = UsersServerKind> {
  /** `rest` is a base URL (`http://127.0.0.1:8080`), `grpc` an address (`127.0.0.1:9090`). */
  readonly endpoints: Readonly<Record<Kind, string>>;
  /** Stops accepting, lets calls under way end for up to a second, then closes everything. May be called twice. */
  close(): Promise<void>;
}

interface RunningServer {
  readonly endpoint: string;
  close(): Promise<void>;
}

/** Waits for a graceful close, and after the drain time forces what is left. */
async function closeWithin(graceful: Promise<unknown>, force: () => void): Promise<void> {
  const deadline = setTimeout(force, DRAIN_MS);
  await graceful.finally(() => clearTimeout(deadline));
}

async function startRest(store: UsersStore, host: string, port: number): Promise<RunningServer> {
  const app: FastifyInstance = createRestServer(store);
  try {
    const endpoint = await app.listen({ host, port });
    return { endpoint, close: () => closeWithin(app.close(), () => app.server.closeAllConnections()) };
  } catch (cause) {
    await app.close();
    throw listenError({ kind: 'rest', host, port }, cause);
  }
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

async function startGrpc(store: UsersStore, host: string, port: number): Promise<RunningServer> {
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
    throw listenError({ kind: 'grpc', host, port }, cause);
  }
}

/**
 * Starts the REST and the gRPC server of the users API in this process, on one store: what is created through one is
 * seen through the other. They share an event loop, so measure them in turns, or start each in its own process with
 * `only` (then each has a store of its own, with the same data).
 *
 * @throws UsersServerError ERR_PORT_IN_USE or ERR_LISTEN_FAILED (nothing is left running), ERR_NOT_LOOPBACK
 */
export async function startUsersServers<Kind extends UsersServerKind = UsersServerKind>(
  options: UsersServersOptions<Kind> = {},
): Promise<UsersServers<Kind>> {
  const host = options.host ?? '127.0.0.1';
  if (!LOOPBACK_HOSTS.includes(host)) {
    const allowed = LOOPBACK_HOSTS.join(', ');
    throw new UsersServerError(
      'ERR_NOT_LOOPBACK',
      `The users servers listen on ${allowed} only, not on ${host}.`,
    );
  }
  const store = createUsersStore(createUsersData(options.seed ?? DEFAULT_DATA_SEED));
  const running: RunningServer[] = [];
  const endpoints: Partial<Record<UsersServerKind, string>> = {};
  const close = async (): Promise<void> => {
    await Promise.all(running.splice(0).map((server) => server.close()));
  };
  try {
    if (options.only !== 'grpc') {
      const rest = await startRest(store, host, options.restPort ?? DEFAULT_REST_PORT);
      running.push(rest);
      endpoints.rest = rest.endpoint;
    }
    if (options.only !== 'rest') {
      const grpc = await startGrpc(store, host, options.grpcPort ?? DEFAULT_GRPC_PORT);
      running.push(grpc);
      endpoints.grpc = grpc.endpoint;
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { endpoints: endpoints as Record<Kind, string>, close };
}
