import { describe, expect, it } from 'vitest';
import { serverArgs } from '../server-args.js';
import { parseDidFlags } from './flags.js';
import { DEFAULT_SERVER_OPTIONS } from './server-options.js';

describe('the flags of the DID server', () => {
  it('without any are the defaults', () => {
    expect(parseDidFlags([])).toEqual(DEFAULT_SERVER_OPTIONS);
  });

  it('each sets its option', () => {
    const options = {
      ...DEFAULT_SERVER_OPTIONS,
      port: 0,
      databaseUrl: 'postgres://127.0.0.1/x',
      databaseSchema: 'mine',
      dropSchema: 'on',
      redisUrl: 'redis://127.0.0.1',
      network: 'preprod',
      hashing: 'pool',
      cache: 'redis',
      queries: 'n-plus-one',
      index: 'off',
      poolSize: 3,
      gzip: 1000,
      endpointBatch: 'off',
      imports: 'eager',
      membership: 'array',
      apiKey: 'key',
      tokenSecret: 'secret',
      rateLimit: 5,
      kdfIterations: 7,
      fill: 9,
    } as const;
    expect(parseDidFlags(serverArgs(options))).toEqual(options);
  });

  it('takes databases from the environment, flags first, and none for a store in memory', () => {
    const env = { DATABASE_URL: 'postgres://env', REDIS_URL: 'redis://env' };
    expect(parseDidFlags([], env)).toMatchObject({ databaseUrl: 'postgres://env', redisUrl: 'redis://env' });
    expect(parseDidFlags(['--database-url', 'postgres://flag'], env).databaseUrl).toBe('postgres://flag');
    expect(parseDidFlags(['--store', 'memory'], env)).not.toHaveProperty('databaseUrl');
    expect(parseDidFlags([], { DATABASE_URL: '' })).not.toHaveProperty('databaseUrl');
  });

  it.each([
    [['--port', '65536'], '--port must be a whole number from 0 to 65535, not "65536".'],
    [['--pool-size', '0'], '--pool-size must be a whole number from 1 to 1000, not "0".'],
    [['--gzip', '-1'], /--gzip/],
    [['--gzip', 'on'], '--gzip must be a whole number from 0 to 1073741824, not "on".'],
    [['--rate-limit', '0'], /--rate-limit must be a whole number from 1/],
    [['--cache', 'lfu'], '--cache must be one of none, lru, redis, not "lfu".'],
    [['--nonsense'], /nonsense.*usage: .*--hashing <blocking\|pool>/s],
  ])('%j is said', (args, message) => {
    expect(() => parseDidFlags(args)).toThrow(message);
    expect(() => parseDidFlags(args)).toThrow(expect.objectContaining({ code: 'ERR_TARGET_FLAG' }));
  });
});
