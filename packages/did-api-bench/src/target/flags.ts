import { parseArgs } from 'node:util';
import { DidServerError } from './errors.js';
import { DEFAULT_SERVER_OPTIONS, type DidServerOptions } from './server-options.js';

const HIGHEST_PORT = 65_535;

/** The words each switch takes. */
const SWITCH_CHOICES = {
  store: ['memory', 'database'],
  network: ['testnet', 'mainnet', 'preprod'],
  hashing: ['blocking', 'pool'],
  cache: ['none', 'lru', 'redis'],
  queries: ['n-plus-one', 'joined'],
  index: ['on', 'off'],
  'endpoint-batch': ['on', 'off'],
  imports: ['eager', 'lazy'],
  membership: ['array', 'set'],
  'drop-schema': ['on', 'off'],
} as const;

const text = { type: 'string' } as const;
const FLAGS = {
  port: text,
  store: text,
  'database-url': text,
  'redis-url': text,
  'database-schema': text,
  'drop-schema': text,
  network: text,
  hashing: text,
  cache: text,
  queries: text,
  index: text,
  'pool-size': text,
  gzip: text,
  'endpoint-batch': text,
  imports: text,
  membership: text,
  'api-key': text,
  'token-secret': text,
  'rate-limit': text,
  'kdf-iterations': text,
  fill: text,
} as const;

type FlagName = keyof typeof FLAGS;
type Raw = Readonly<Partial<Record<FlagName, string>>>;

/**
 * Reads the program's flags, without `--exit-with-parent`, which every target's process has. `DATABASE_URL` and `REDIS_URL` stand in
 * for their flags, except that a store in memory takes no database.
 *
 * @throws DidServerError ERR_TARGET_FLAG naming the flag that is wrong
 */
export function parseDidFlags(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>> = {},
): DidServerOptions {
  const raw = parseRaw(args);
  const defaults = DEFAULT_SERVER_OPTIONS;
  const store = word(raw, 'store', defaults.store);
  const databaseUrl = raw['database-url'] ?? (store === 'memory' ? undefined : env.DATABASE_URL);
  const redisUrl = raw['redis-url'] ?? env.REDIS_URL;
  return {
    port: whole(raw, 'port', defaults.port, 0, HIGHEST_PORT),
    store,
    databaseSchema: raw['database-schema'] ?? defaults.databaseSchema,
    dropSchema: word(raw, 'drop-schema', defaults.dropSchema),
    network: word(raw, 'network', defaults.network),
    hashing: word(raw, 'hashing', defaults.hashing),
    cache: word(raw, 'cache', defaults.cache),
    queries: word(raw, 'queries', defaults.queries),
    index: word(raw, 'index', defaults.index),
    poolSize: whole(raw, 'pool-size', defaults.poolSize, 1, 1000),
    gzip: raw.gzip === undefined || raw.gzip === 'off' ? 'off' : whole(raw, 'gzip', 0, 0, 2 ** 30),
    endpointBatch: word(raw, 'endpoint-batch', defaults.endpointBatch),
    imports: word(raw, 'imports', defaults.imports),
    membership: word(raw, 'membership', defaults.membership),
    rateLimit: rateLimitOf(raw),
    kdfIterations: whole(raw, 'kdf-iterations', defaults.kdfIterations, 1, 10_000_000),
    fill: whole(raw, 'fill', defaults.fill, 0, 10_000_000),
    ...given('databaseUrl', databaseUrl),
    ...given('redisUrl', redisUrl),
    ...given('apiKey', raw['api-key']),
    ...given('tokenSecret', raw['token-secret']),
  };
}

function parseRaw(args: readonly string[]): Raw {
  try {
    return parseArgs({ args: [...args], options: FLAGS }).values;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const usage = Object.keys(FLAGS)
      .map((name) => `[--${name} <${choicesOf(name)}>]`)
      .join(' ');
    throw new DidServerError('ERR_TARGET_FLAG', `${reason}\nusage: ${usage} [--exit-with-parent]`, { cause });
  }
}

function choicesOf(name: string): string {
  return name in SWITCH_CHOICES ? SWITCH_CHOICES[name as keyof typeof SWITCH_CHOICES].join('|') : 'value';
}

function word<Name extends keyof typeof SWITCH_CHOICES>(
  raw: Raw,
  name: Name,
  otherwise: (typeof SWITCH_CHOICES)[Name][number],
): (typeof SWITCH_CHOICES)[Name][number] {
  const value = raw[name];
  if (value === undefined) return otherwise;
  const choices: readonly (typeof SWITCH_CHOICES)[Name][number][] = SWITCH_CHOICES[name];
  const found = choices.find((choice) => choice === value);
  if (found !== undefined) return found;
  throw new DidServerError(
    'ERR_TARGET_FLAG',
    `--${name} must be one of ${choices.join(', ')}, not "${value}".`,
  );
}

function whole(raw: Raw, name: FlagName, otherwise: number, least: number, most: number): number {
  const value = raw[name];
  if (value === undefined) return otherwise;
  const number = /^\d{1,12}$/.test(value) ? Number(value) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new DidServerError(
    'ERR_TARGET_FLAG',
    `--${name} must be a whole number from ${least} to ${most}, not "${value}".`,
  );
}

function rateLimitOf(raw: Raw): 'off' | number {
  const value = raw['rate-limit'];
  return value === undefined || value === 'off' ? 'off' : whole(raw, 'rate-limit', 1, 1, 10_000_000);
}

function given<Key extends string>(key: Key, value: string | undefined): { [K in Key]?: string } {
  return (value === undefined || value === '' ? {} : { [key]: value }) as { [K in Key]?: string };
}
