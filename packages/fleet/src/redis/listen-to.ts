import type { Redis } from 'ioredis';
import { anotherConnection } from './open-redis.js';

/**
 * Hears what is published on a channel, by a connection of its own, until that is disconnected; subscribed when this resolves. After a lost
 * connection it is subscribed again. The client would do that too, but nobody could catch that it failed, which it does when the connection is
 * closed meanwhile: an agent that left a crew while Redis came back would have ended of it.
 *
 * @throws what Redis says against it, such as NOPERM for a user who may not subscribe
 */
export async function listenTo(
  redis: Redis,
  channel: string,
  onMessage: (text: string) => void,
): Promise<Redis> {
  const listener = anotherConnection(redis, { autoResubscribe: false });
  listener.on('message', (_channel: string, text: string) => onMessage(text));
  try {
    await listener.subscribe(channel);
  } catch (error) {
    listener.disconnect();
    throw error;
  }
  listener.on('ready', () => void listener.subscribe(channel).catch(() => {}));
  return listener;
}
