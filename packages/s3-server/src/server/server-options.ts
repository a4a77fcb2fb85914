import type { S3Credentials } from '../auth/credentials.js';
import { S3ServerError } from '../errors/s3-server-error.js';
import type { FaultConfig } from '../fault/fault-config.js';
import { isBucketName } from '../http/request-target.js';
import type { StorageOption } from './create-store.js';

/** How a server is to be. Everything has a default. */
export interface S3ServerOptions {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** Where to listen. Default `127.0.0.1`: this machine alone. */
  readonly host?: string;
  /** In memory (default), or durably in a folder. */
  readonly storage?: StorageOption;
  /** Whom to let in. Default: one pair of keys, made up. */
  readonly credentials?: S3Credentials | readonly S3Credentials[];
  /** Buckets that are to exist when the server is ready. */
  readonly buckets?: readonly string[];
  /** If given, requests signed for another region are refused; otherwise any is accepted, and `us-east-1` reported. */
  readonly region?: string;
  /** Host names before which a bucket's name may stand. Default `localhost`, `s3.localhost`, `s3.amazonaws.com`. */
  readonly domains?: readonly string[];
  /**
   * `md5` (default), as S3 has it for unencrypted objects; or `opaque`, random, as S3 has it for those encrypted with KMS keys: MD5 bounds one upload to
   * some 700 MiB/s.
   */
  readonly etag?: 'md5' | 'opaque';
  /** How many threads may compute MD5s and SHA-256s of large bodies. Default: one per core but one, at least 1, at most 4. 0 computes them where requests are served. */
  readonly hashThreads?: number;
  /** What is to go wrong, by plan. Default: nothing. */
  readonly faults?: FaultConfig;
  /** The time, in milliseconds since the epoch, against which requests are checked. Default: `Date.now`. */
  readonly now?: () => number;
}

/** Options with every default in its place. */
export interface CheckedOptions
  extends Required<Omit<S3ServerOptions, 'credentials' | 'faults' | 'hashThreads'>> {
  readonly credentials: readonly S3Credentials[];
}

/** Fills in what is not given. Throws ERR_S3_SERVER_CONFIG, naming the option. */
export function checkServerOptions(options: S3ServerOptions): CheckedOptions {
  const { credentials = [], buckets = [], port = 0, etag = 'md5', hashThreads } = options;
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw wrong(`port must be a whole number from 0 to 65535, not ${port}`);
  }
  if (
    hashThreads !== undefined &&
    !(Number.isInteger(hashThreads) && hashThreads >= 0 && hashThreads <= 64)
  ) {
    throw wrong(`hashThreads must be a whole number from 0 to 64, not ${hashThreads}`);
  }
  if (etag !== 'md5' && etag !== 'opaque')
    throw wrong(`etag must be "md5" or "opaque", not "${String(etag)}"`);
  for (const name of buckets) {
    if (!isBucketName(name)) {
      throw wrong(
        `"${name}" in buckets is no bucket name: 3 to 63 lower-case letters, digits, dots and hyphens`,
      );
    }
  }
  const pairs: readonly S3Credentials[] = 'accessKeyId' in credentials ? [credentials] : credentials;
  for (const { accessKeyId, secretAccessKey } of pairs) {
    if (!accessKeyId || !secretAccessKey) {
      throw wrong('credentials must have an accessKeyId and a secretAccessKey, neither empty');
    }
  }
  const domains = options.domains ?? ['localhost', 's3.localhost', 's3.amazonaws.com'];
  return {
    port,
    etag,
    buckets,
    credentials: pairs,
    host: options.host ?? '127.0.0.1',
    storage: options.storage ?? 'memory',
    region: options.region ?? 'us-east-1',
    domains: domains.map((name) => name.toLowerCase()).sort((a, b) => b.length - a.length),
    now: options.now ?? Date.now,
  };
}

function wrong(what: string): S3ServerError {
  return new S3ServerError('ERR_S3_SERVER_CONFIG', `${what}.`);
}
