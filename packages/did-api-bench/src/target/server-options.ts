import { DidServerError } from './errors.js';
import type { Hashing } from './hashing.js';
import type { CardanoNetwork } from './rules/model.js';

/** The switches of the server, each a technique of the guide that can be on or off. */
export interface DidServerSwitches {
  /** Where keys are stretched: on the event loop, or on Node's worker threads. */
  readonly hashing: Hashing;
  /** Where what was looked up for a verification is kept. */
  readonly cache: 'none' | 'lru' | 'redis';
  /** How an enrolment and its helpers are read: a statement for each finger, or one with a join. */
  readonly queries: 'n-plus-one' | 'joined';
  /** Indexes on what is searched by: id hash, wallet and commitment. */
  readonly index: 'on' | 'off';
  /** Connections to PostgreSQL. The embedded database has one. */
  readonly poolSize: number;
  /** Compresses answers of at least so many bytes for clients that take gzip. */
  readonly gzip: 'off' | number;
  /** Serves POST …/verify/batch. */
  readonly endpointBatch: 'on' | 'off';
  /** Loads every driver at the start, or only what this configuration uses. */
  readonly imports: 'eager' | 'lazy';
  /** What enrolled DIDs are remembered in before the database is asked. */
  readonly membership: 'array' | 'set';
}

/** How to start the DID server. */
export interface DidServerOptions extends DidServerSwitches {
  /** 0 takes any free port. */
  readonly port: number;
  /** `memory` has no database at all: the same rules over maps. */
  readonly store: 'memory' | 'database';
  /** A PostgreSQL; without it, an embedded one (PGlite) in a thread of the server's process. */
  readonly databaseUrl?: string;
  readonly redisUrl?: string;
  /** Where the tables are, apart from everything else in the database. */
  readonly databaseSchema: string;
  /** Removes them at the end. */
  readonly dropSchema: 'on' | 'off';
  readonly network: CardanoNetwork;
  /** Wants this key as `X-API-Key`, or a bearer token got for it. */
  readonly apiKey?: string;
  /** Signs tokens; made up at the start unless given. */
  readonly tokenSecret?: string;
  /** Requests a second each caller may make. */
  readonly rateLimit: 'off' | number;
  /** Rounds of PBKDF2 for each finger. */
  readonly kdfIterations: number;
  /** Enrolments made up at the start. */
  readonly fill: number;
}

/** Where the original listens. */
const DID_PORT = 8000;

/** The server as a careful first version would be written: nothing of the guide's techniques that costs work, nothing wasted on purpose. */
export const DEFAULT_SERVER_OPTIONS: DidServerOptions = {
  port: DID_PORT,
  store: 'database',
  databaseSchema: 'benchwright_did',
  dropSchema: 'off',
  network: 'testnet',
  hashing: 'blocking',
  cache: 'none',
  queries: 'joined',
  index: 'on',
  poolSize: 10,
  gzip: 'off',
  endpointBatch: 'on',
  imports: 'lazy',
  membership: 'set',
  rateLimit: 'off',
  kdfIterations: 1000,
  fill: 0,
};

/**
 * Puts defaults under what was given.
 *
 * @throws DidServerError ERR_TARGET_FLAG where two options contradict each other
 */
export function completeServerOptions(given: Partial<DidServerOptions> = {}): DidServerOptions {
  const options = { ...DEFAULT_SERVER_OPTIONS, ...given };
  if (options.cache === 'redis' && options.redisUrl === undefined) {
    throw new DidServerError(
      'ERR_TARGET_FLAG',
      'cache redis needs a server: give --redis-url, or set REDIS_URL.',
    );
  }
  if (options.store === 'memory' && options.databaseUrl !== undefined) {
    throw new DidServerError(
      'ERR_TARGET_FLAG',
      'store memory has no database: leave out --database-url, or --store.',
    );
  }
  return options;
}
