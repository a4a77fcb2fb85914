import type { Redis } from 'ioredis';
import { afterAll, beforeAll } from 'vitest';
import { openRedis } from '../redis/open-redis.js';
import { redisVersion, startRedis, type TestRedis } from './redis-server.js';

/** A Redis and a connection to it, from before the first test of the file to after its last; neither is there where Redis is not installed. */
export interface UsedRedis {
  server: TestRedis;
  redis: Redis;
}

/** Has the tests of a file share one Redis server. To be called at the file's top level. */
export function useRedis(): UsedRedis {
  const used = {} as UsedRedis;
  beforeAll(async () => {
    if (redisVersion === null) return;
    used.server = await startRedis();
    used.redis = await openRedis(used.server);
  });
  afterAll(async () => {
    used.redis?.disconnect();
    await used.server?.close();
  });
  return used;
}
