import { Redis, type RedisOptions } from 'ioredis';
import { FleetError, messageOf } from '../errors.js';
import { parseRedisUrl, type RedisSettings, redisAddress } from './redis-url.js';

const CONNECT_TIMEOUT_MS = 5000;

/**
 * Connects to Redis. The first connection must succeed; afterwards a lost one is made again for as long as it takes, and commands wait
 * for it: callers bound their own waiting.
 *
 * @throws FleetError ERR_REDIS_URL, ERR_REDIS_AUTH, ERR_REDIS_UNREACHABLE
 */
export async function openRedis(settings: RedisSettings): Promise<Redis> {
  const url = parseRedisUrl(settings.url);
  let wasConnected = false;
  const redis = new Redis(settings.url, {
    lazyConnect: true,
    connectTimeout: CONNECT_TIMEOUT_MS,
    // BullMQ asks for it: a blocking command must not fail because a connection was made again meanwhile.
    maxRetriesPerRequest: null,
    retryStrategy: (times) => (wasConnected ? Math.min(50 * 2 ** Math.min(times, 5), 1000) : null),
    ...(settings.ca === undefined ? {} : { tls: { ca: settings.ca } }),
  });
  let cause: unknown;
  redis.on('error', (error: unknown) => {
    cause = error;
  });
  try {
    await redis.connect();
    await redis.ping();
    wasConnected = true;
    return redis;
  } catch (error) {
    redis.disconnect();
    throw connectionError(cause ?? error, redisAddress(url), url.protocol === 'rediss:');
  }
}

/** A connection of its own to the same Redis, for commands that block and for subscriptions. */
export function anotherConnection(redis: Redis, options: Pick<RedisOptions, 'autoResubscribe'> = {}): Redis {
  const another = redis.duplicate({ lazyConnect: false, ...options });
  // Without a listener a lost connection would end the process; it is made again.
  another.on('error', () => {});
  return another;
}

function connectionError(error: unknown, address: string, isTls: boolean): FleetError {
  const message = messageOf(error);
  if (/WRONGPASS|NOAUTH|invalid (username|password)|AUTH failed|without any password/i.test(message)) {
    return new FleetError('ERR_REDIS_AUTH', `Redis at ${address} does not let us in: ${message}`, {
      hint: 'put user and password into the URL, redis://user:password@host:port, or the password into BENCHWRIGHT_REDIS_PASSWORD',
      cause: error,
    });
  }
  const tls = isTls
    ? 'does it speak TLS at this port, and is its certificate signed by an authority that --redis-ca names?'
    : 'does it speak TLS only? Then write rediss://';
  return new FleetError('ERR_REDIS_UNREACHABLE', `cannot reach Redis at ${address}: ${message}`, {
    hint: `is it running, and can this machine reach it? ${tls}`,
    cause: error,
  });
}
