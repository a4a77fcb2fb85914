import { describe, expect, it } from 'vitest';
import { redisVersion } from '../testing/redis-server.js';
import { useRedis } from '../testing/use-redis.js';
import { listenTo } from './listen-to.js';

const used = useRedis();

/** Publishes until somebody hears it: who comes back is not subscribed in the same instant. */
async function publish(text: string): Promise<void> {
  while ((await used.redis.publish('orders', text)) === 0) await new Promise((next) => setTimeout(next, 5));
}

describe.skipIf(redisVersion === null)('a listener', () => {
  it('hears what is published, and goes on after Redis was restarted', async () => {
    const heard: string[] = [];
    const listener = await listenTo(used.redis, 'orders', (text) => heard.push(text));
    await publish('one');
    await used.server.restart();
    await publish('two');
    await expect.poll(() => heard, { timeout: 20_000 }).toEqual(['one', 'two']);
    listener.disconnect();
  });

  it('may be closed in the instant in which its connection is back: nothing is left to fail', async () => {
    const failures: unknown[] = [];
    const note = (reason: unknown) => failures.push(reason);
    process.on('unhandledRejection', note);
    try {
      const listener = await listenTo(used.redis, 'orders', () => {});
      listener.prependListener('ready', () => {
        listener.disconnect();
        // What it has asked since is answered no more.
        listener.stream.destroy();
      });
      // Not `once` of node:events: that also ends of the errors of attempts to connect while Redis is away.
      const ended = new Promise((resolve) => listener.once('end', resolve));
      await used.server.restart();
      await ended;
      await new Promise((next) => setImmediate(next));
      expect(failures).toEqual([]);
    } finally {
      process.off('unhandledRejection', note);
    }
  });
});
