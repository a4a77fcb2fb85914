import { beforeEach, describe, expect, it } from 'vitest';
import { redisVersion } from '../testing/redis-server.js';
import { useRedis } from '../testing/use-redis.js';
import { pushFenced } from './fenced-push.js';

const keys = { fence: 'fence', part: 'part' };
const used = useRedis();
beforeEach(async () => {
  await used.redis?.flushall();
});

const stored = (): Promise<string[]> => used.redis.lrange(keys.part, 0, -1);

describe.skipIf(redisVersion === null)('a part that is handed in', () => {
  it('is stored whole and in order while its attempt is under way, and does not stay for ever', async () => {
    await used.redis.set(keys.fence, 'one');
    expect(await pushFenced(used.redis, keys, 'one', ['a', 'b', 'c'])).toBe(true);
    expect(await stored()).toEqual(['a', 'b', 'c']);
    expect(await used.redis.pttl(keys.part)).toBeGreaterThan(0);
  });

  it('replaces itself when it is sent again: nothing is there twice', async () => {
    await used.redis.set(keys.fence, 'one');
    await pushFenced(used.redis, keys, 'one', ['a', 'b', 'c']);
    await pushFenced(used.redis, keys, 'one', ['a', 'b']);
    expect(await stored()).toEqual(['a', 'b']);
  });

  it('is refused when another attempt is under way, when none is, and when there is nothing of it', async () => {
    expect(await pushFenced(used.redis, keys, 'one', ['a'])).toBe(false);
    await used.redis.set(keys.fence, 'two');
    expect(await pushFenced(used.redis, keys, 'one', ['a'])).toBe(false);
    expect(await pushFenced(used.redis, keys, 'two', [])).toBe(false);
    expect(await stored()).toEqual([]);
  });

  it('leaves that of the attempt under way as it is when it comes late', async () => {
    await used.redis.set(keys.fence, 'two');
    await pushFenced(used.redis, keys, 'two', ['x', 'y']);
    expect(await pushFenced(used.redis, keys, 'one', ['a'])).toBe(false);
    expect(await stored()).toEqual(['x', 'y']);
  });

  it('is refused from the chunk on before which its attempt ended', async () => {
    await used.redis.set(keys.fence, 'one');
    const chunks = ['a', 'b', 'c'];
    // Commands of one connection keep their order: the fence moves behind the first chunk.
    const pushed = pushFenced(used.redis, keys, 'one', chunks);
    void used.redis.set(keys.fence, 'two');
    expect(await pushed).toBe(false);
    expect(await stored()).toEqual(['a']);
  });
});
