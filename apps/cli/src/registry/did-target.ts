import { choice, type OptionSpecs, text, wholeNumber } from '../spec/option-spec.js';
import type { TargetEntry } from './registry.js';

const options = {
  port: wholeNumber('--port <port>', 'port to listen on; 0 takes a free one', {
    most: 65_535,
    otherwise: '8000',
  }),
  store: choice(
    '--store <kind>',
    ['database', 'memory'],
    'where enrolments are kept; memory has no database',
    {
      otherwise: 'database',
    },
  ),
  databaseUrl: text('--database-url <url>', 'a PostgreSQL to keep them in', {
    otherwise: 'an embedded one (PGlite)',
    environment: 'DATABASE_URL',
  }),
  databaseSchema: text('--database-schema <name>', 'schema of the tables', { otherwise: 'benchwright_did' }),
  dropSchema: choice('--drop-schema <when>', ['on', 'off'], 'remove the schema at the end', {
    otherwise: 'off',
  }),
  redisUrl: text('--redis-url <url>', 'the Redis of --cache redis', { environment: 'REDIS_URL' }),
  network: choice('--network <name>', ['testnet', 'mainnet', 'preprod'], 'the network that DIDs name', {
    otherwise: 'testnet',
  }),
  hashing: choice(
    '--hashing <where>',
    ['blocking', 'pool'],
    'stretch keys on the event loop, or on worker threads',
    {
      otherwise: 'blocking',
    },
  ),
  cache: choice('--cache <kind>', ['none', 'lru', 'redis'], 'keep what verifications looked up', {
    otherwise: 'none',
  }),
  queries: choice(
    '--queries <kind>',
    ['joined', 'n-plus-one'],
    'one statement for an enrolment, or one per finger',
    {
      otherwise: 'joined',
    },
  ),
  index: choice('--index <state>', ['on', 'off'], 'indexes on what is searched by', { otherwise: 'on' }),
  poolSize: wholeNumber('--pool-size <count>', 'connections to PostgreSQL', { least: 1, otherwise: '10' }),
  gzip: text('--gzip <bytes>', 'compress answers of at least so many bytes', { otherwise: 'off' }),
  endpointBatch: choice('--endpoint-batch <state>', ['on', 'off'], 'serve verifications in batches', {
    otherwise: 'on',
  }),
  imports: choice(
    '--imports <when>',
    ['lazy', 'eager'],
    'load drivers when they are used, or all at the start',
    {
      otherwise: 'lazy',
    },
  ),
  membership: choice('--membership <kind>', ['set', 'array'], 'what known DIDs are remembered in', {
    otherwise: 'set',
  }),
  apiKey: text('--api-key <key>', 'want this key, or a token got for it, of every caller', {
    environment: 'BENCHWRIGHT_DID_API_KEY',
    otherwise: 'open to all',
  }),
  tokenSecret: text('--token-secret <secret>', 'sign tokens with this', {
    environment: 'BENCHWRIGHT_DID_TOKEN_SECRET',
    otherwise: 'made up',
  }),
  rateLimit: text('--rate-limit <count>', 'requests a second each caller may make', { otherwise: 'off' }),
  kdfIterations: wholeNumber('--kdf-iterations <count>', 'rounds of PBKDF2 for each finger', {
    least: 1,
    otherwise: '1000',
  }),
  fill: wholeNumber('--fill <count>', 'enrolments to make up at the start', { otherwise: '0' }),
} satisfies OptionSpecs;

/** The reference server of the biometric DID API. */
export const didTarget: TargetEntry = {
  name: 'did',
  title: 'Start the biometric DID API, its enrolments in an embedded PostgreSQL',
  options,
  start: async (values) => {
    const { startDidTarget } = await import('@benchwright/did-api-bench');
    return await startDidTarget(flagsOf(values));
  },
};

/** The flags again: the server's own parser is the one place that knows what each may be. */
function flagsOf(values: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(options).flatMap(([key, { flags }]) => {
    const value = values[key];
    return value === undefined ? [] : [String(flags.split(' ')[0]), String(value)];
  });
}
