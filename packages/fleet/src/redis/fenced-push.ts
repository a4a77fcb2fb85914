import type { Redis } from 'ioredis';

/** Stores the chunks of a part only while its attempt is the one under way: one step, so that nothing comes between. */
const SCRIPT = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('DEL', KEYS[2])
for i = 3, #ARGV do redis.call('RPUSH', KEYS[2], ARGV[i]) end
redis.call('PEXPIRE', KEYS[2], ARGV[2])
return 1`;

/** Appends more chunks under the same condition. */
const APPEND = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('RPUSH', KEYS[2], ARGV[2])
return 1`;

/** A part that nobody fetches is gone after so long. */
const PART_LIVES_MS = 10 * 60_000;

/**
 * Hands in a part chunk by chunk, none of them larger than it was cut.
 *
 * @returns false when the attempt is over: the part is not wanted any more
 */
export async function pushFenced(
  redis: Redis,
  keys: { readonly fence: string; readonly part: string },
  attempt: string,
  chunks: readonly string[],
): Promise<boolean> {
  const [first, ...rest] = chunks;
  if (first === undefined) return false;
  if ((await redis.eval(SCRIPT, 2, keys.fence, keys.part, attempt, PART_LIVES_MS, first)) !== 1) return false;
  for (const chunk of rest) {
    if ((await redis.eval(APPEND, 2, keys.fence, keys.part, attempt, chunk)) !== 1) return false;
  }
  return true;
}
