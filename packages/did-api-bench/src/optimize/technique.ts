import type { ServerSwitches } from '../server-args.js';

/** What is measured of each server: one request each, but that a batch holds several verifications. */
export const OPTIMIZE_OPERATIONS = ['health', 'verify', 'generate', 'list'] as const;
export type OptimizeOperation = (typeof OPTIMIZE_OPERATIONS)[number];

/** The techniques that can be tried. */
export const TECHNIQUE_IDS = [
  'hashing',
  'cache',
  'redis',
  'queries',
  'index',
  'pool',
  'gzip',
  'batch',
  'imports',
  'membership',
] as const;
export type TechniqueId = (typeof TECHNIQUE_IDS)[number];

/** What must be there for a technique to mean anything. */
export type Need = 'database' | 'postgres' | 'redis';

/** One technique of the guide: what changes, and what it is said to better. */
export interface Technique {
  readonly id: TechniqueId;
  readonly title: string;
  /** Laid over the switches of the server before. */
  readonly switches: ServerSwitches;
  /** Verifications in one request. */
  readonly batch: number;
  /** Where its effect is looked for. One figure, chosen before measuring: the best of many is always an improvement. */
  readonly measuredBy: { readonly operation: OptimizeOperation; readonly metric: string };
  readonly need: Need | null;
}

/** Metrics of this suite's own. */
export const METRIC = {
  start: 'serverStartNs',
  verifications: 'verificationsPerSec',
  requests: 'requestsPerSec',
} as const;

/** The server that the guide begins with: each technique not yet applied. */
export const SWITCHES_BEFORE: ServerSwitches = {
  hashing: 'blocking',
  cache: 'none',
  queries: 'n-plus-one',
  index: 'off',
  poolSize: 1,
  gzip: 'off',
  imports: 'eager',
  membership: 'array',
};

/** Verifications in a request of the batch technique: as many as people in a small queue. */
const BATCH = 10;

const on = (operation: OptimizeOperation, metric: string = METRIC.requests) => ({ operation, metric });
const single = { batch: 1, need: null } as const;

/** The guide's eight, the caches apart, and the start-up imports. In the guide's order. */
export const TECHNIQUES: Readonly<Record<TechniqueId, Technique>> = {
  hashing: {
    id: 'hashing',
    title: 'hash on worker threads',
    switches: { hashing: 'pool' },
    measuredBy: on('generate'),
    ...single,
  },
  cache: {
    id: 'cache',
    title: 'cache lookups (LRU)',
    switches: { cache: 'lru' },
    measuredBy: on('verify'),
    ...single,
  },
  redis: {
    id: 'redis',
    title: 'cache lookups (Redis)',
    switches: { cache: 'redis' },
    measuredBy: on('verify'),
    batch: 1,
    need: 'redis',
  },
  queries: {
    id: 'queries',
    title: 'one joined query, not N+1',
    switches: { queries: 'joined' },
    measuredBy: on('verify'),
    batch: 1,
    need: 'database',
  },
  index: {
    id: 'index',
    title: 'index what is searched by',
    switches: { index: 'on' },
    measuredBy: on('verify'),
    batch: 1,
    need: 'database',
  },
  pool: {
    id: 'pool',
    title: 'pool 10 connections, not 1',
    switches: { poolSize: 10 },
    measuredBy: on('verify'),
    batch: 1,
    need: 'postgres',
  },
  gzip: {
    id: 'gzip',
    title: 'gzip answers from 1000 bytes',
    switches: { gzip: 1000 },
    measuredBy: on('list'),
    ...single,
  },
  batch: {
    id: 'batch',
    title: `${BATCH} verifications a request`,
    switches: {},
    measuredBy: on('verify', METRIC.verifications),
    batch: BATCH,
    need: null,
  },
  imports: {
    id: 'imports',
    title: 'load modules when used',
    switches: { imports: 'lazy' },
    measuredBy: on('health', METRIC.start),
    ...single,
  },
  membership: {
    id: 'membership',
    title: 'set for membership, not array',
    switches: { membership: 'set' },
    measuredBy: on('generate'),
    ...single,
  },
};

/** What a run of experiments has. */
export interface Means {
  readonly store: 'database' | 'memory';
  readonly databaseUrl: string | null;
  readonly redisUrl: string | null;
}

/** Why a technique cannot be tried with these means; null when it can. Pure. */
export function whyNot({ need }: Technique, { store, databaseUrl, redisUrl }: Means): string | null {
  if (need === 'redis') return redisUrl === null ? 'needs a Redis: give --redis-url' : null;
  if (need !== null && store === 'memory') return 'a store in memory has no database';
  if (need === 'postgres' && databaseUrl === null) {
    return 'the embedded database has one connection: give --database-url';
  }
  return null;
}
