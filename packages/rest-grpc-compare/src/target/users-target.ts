import { createUsersData, DEFAULT_DATA_SEED } from '../data/users-data.js';
import { createUsersStore } from '../data/users-store.js';
import { DEFAULT_PORTS, PROTOCOLS, type ProtocolId } from '../protocols.js';
import { PORT_OPTIONS, UsersServerError } from './errors.js';
import { type RunningServer, startServer } from './running-server.js';

const LOOPBACK_HOSTS = ['127.0.0.1', '::1'];

/** Which of the servers: one per protocol. */
export type UsersServerKind = ProtocolId;

/** The servers that are started when nobody says which. */
export type DefaultServerKind = 'rest' | 'grpc';

/** How to start the users servers. Each port is the protocol's own unless given; 0 takes any free port. */
export interface UsersServersOptions<Kind extends UsersServerKind = DefaultServerKind> {
  /** 8080 unless given. */
  readonly restPort?: number;
  /** 9090 unless given. */
  readonly grpcPort?: number;
  /** 8081 unless given. */
  readonly graphqlPort?: number;
  /** 8082 unless given. */
  readonly restH2Port?: number;
  /** 8083 unless given. */
  readonly grpcWebPort?: number;
  /** 127.0.0.1 unless given; ::1 is the other one allowed. */
  readonly host?: string;
  /** Seed of the data; the same seed serves the same bytes. */
  readonly seed?: number;
  /** Starts this server, or these, instead of REST and gRPC. */
  readonly only?: Kind | readonly Kind[];
}

/** The running servers. */
export interface UsersServers<Kind extends UsersServerKind = DefaultServerKind> {
  /** `grpc` is an address (`127.0.0.1:9090`), the others are base URLs (`http://127.0.0.1:8080`). */
  readonly endpoints: Readonly<Record<Kind, string>>;
  /** Stops accepting, lets calls under way end for up to a second, then closes everything. May be called twice. */
  close(): Promise<void>;
}

/**
 * Starts servers of the users API in this process, on one store: what is created through one is seen through the others.
 * They share an event loop, so measure them in turns, or start each in its own process with `only` (then each has a
 * store of its own, with the same data).
 *
 * @throws UsersServerError ERR_PORT_IN_USE or ERR_LISTEN_FAILED (nothing is left running), ERR_NOT_LOOPBACK
 */
export async function startUsersServers<Kind extends UsersServerKind = DefaultServerKind>(
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
    for (const kind of kindsOf(options.only)) {
      const port = options[PORT_OPTIONS[kind]] ?? DEFAULT_PORTS[kind];
      const server = await startServer(store, { kind, host, port });
      running.push(server);
      endpoints[kind] = server.endpoint;
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { endpoints: endpoints as Record<Kind, string>, close };
}

function kindsOf(only: UsersServerKind | readonly UsersServerKind[] = ['rest', 'grpc']): ProtocolId[] {
  const wanted = typeof only === 'string' ? [only] : only;
  return PROTOCOLS.filter((kind) => wanted.includes(kind));
}
