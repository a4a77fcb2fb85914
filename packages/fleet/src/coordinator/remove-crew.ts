import type { Redis } from 'ioredis';
import { CREWS_KEY, crewKeys } from '../protocol/keys.js';

/** A crew that nobody renewed for so long has lost its coordinator, and its agents have left it. */
const ABANDONED_MS = 10 * 60_000;
const AT_ONCE = 500;

/** Removes every key of a crew. O(keys in Redis): it is scanned, without holding others up. */
export async function removeCrew(redis: Redis, token: string): Promise<void> {
  const pattern = `${crewKeys(token).all}:*`;
  let cursor = '0';
  do {
    const [next, keys] = await redis.scan(cursor, 'MATCH', pattern, 'COUNT', AT_ONCE);
    if (keys.length > 0) await redis.unlink(...keys);
    cursor = next;
  } while (cursor !== '0');
  await redis.zrem(CREWS_KEY, token);
}

/** Removes what coordinators left behind that were killed. */
export async function removeAbandoned(redis: Redis, nowMs: number): Promise<void> {
  const tokens = await redis.zrangebyscore(CREWS_KEY, '-inf', nowMs - ABANDONED_MS);
  for (const token of tokens) await removeCrew(redis, token);
}
