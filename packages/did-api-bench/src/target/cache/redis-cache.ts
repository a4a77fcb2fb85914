import { Redis } from 'ioredis';
import { DidServerError } from '../errors.js';
import type { Enrolment } from '../store/did-store.js';
import type { LookupCache } from './lookup-cache.js';

/** As the guide has it: an hour. */
const SECONDS_TO_LIVE = 3600;

/**
 * Lookups in Redis, shared by every server that uses the same one.
 *
 * @throws DidServerError ERR_REDIS_UNREACHABLE when it cannot be reached
 */
export async function createRedisCache(url: string): Promise<LookupCache> {
  const redis = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 1, retryStrategy: () => null });
  // Without a listener, a connection that is lost would end the process; commands say it to who waits for them.
  redis.on('error', () => {});
  try {
    await redis.connect();
  } catch (cause) {
    redis.disconnect();
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = `Redis cannot be reached: ${reason}. Check --redis-url (REDIS_URL), or use --cache lru.`;
    throw new DidServerError('ERR_REDIS_UNREACHABLE', message, { cause });
  }
  const keyOf = (idHash: string): string => `benchwright:did:${idHash}`;
  return {
    get: async (idHash) => {
      const text = await redis.get(keyOf(idHash));
      return text === null ? undefined : (JSON.parse(text) as Enrolment);
    },
    set: async (idHash, enrolment) => {
      await redis.set(keyOf(idHash), JSON.stringify(enrolment), 'EX', SECONDS_TO_LIVE);
    },
    close: async () => redis.disconnect(),
  };
}
