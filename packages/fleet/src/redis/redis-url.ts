import { FleetError } from '../errors.js';

/** Where Redis is and how to get in. */
export interface RedisSettings {
  /** `redis://[user:password@]host[:port][/database]`, `rediss://` for TLS. */
  readonly url: string;
  /** PEM of the authority that signed the server's certificate, where the system does not know it. */
  readonly ca?: string;
}

const FORM = 'redis://[user:password@]host[:port][/database], or rediss:// for TLS';

/**
 * Checks a Redis URL without connecting.
 *
 * @throws FleetError ERR_REDIS_URL; the message never holds a password
 */
export function parseRedisUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^rediss?:$/.test(url.protocol) || url.hostname === '') {
    throw new FleetError('ERR_REDIS_URL', `${shown(text)} is not the URL of a Redis`, {
      hint: `write it as ${FORM}`,
    });
  }
  if (!/^\/?\d*$/.test(url.pathname)) {
    throw new FleetError(
      'ERR_REDIS_URL',
      `${url.pathname} in the URL of Redis is not the number of a database`,
      {
        hint: `write it as ${FORM}`,
      },
    );
  }
  return url;
}

/** Host and port of a Redis URL, for messages: no user, no password. */
export function redisAddress(url: URL): string {
  return `${url.hostname}:${url.port === '' ? '6379' : url.port}`;
}

function shown(text: string): string {
  return text.includes('@') ? `…@${text.slice(text.lastIndexOf('@') + 1)}` : JSON.stringify(text);
}
