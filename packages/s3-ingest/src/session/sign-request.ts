import { createHash, createHmac } from 'node:crypto';
import type { AwsKeys } from './open-storage.js';

/** Where a request goes, and whose it is. */
export interface RequestAddress {
  readonly endpoint: string;
  readonly bucket: string;
  readonly key: string;
  readonly region: string;
  readonly keys: AwsKeys;
}

interface RequestToSign extends RequestAddress {
  readonly method: string;
  /** Names and values, not yet encoded. */
  readonly query?: readonly (readonly [string, string])[];
  /** SHA-256 of the body in hex, or UNSIGNED-PAYLOAD. */
  readonly bodyHash: string;
  readonly now: Date;
}

/** What a request needs besides its body. */
interface SignedRequest {
  /** Path and query, encoded. */
  readonly path: string;
  readonly host: string;
  /** All headers but Host. */
  readonly headers: readonly (readonly [string, string])[];
}

/** For a body that the signature leaves out. */
export const UNSIGNED_PAYLOAD = 'UNSIGNED-PAYLOAD';

/**
 * Signs a request of S3 with Signature Version 4 in its headers. Signed once, it can be sent for a quarter of an hour: S3 takes requests
 * whose date is no further off than that. Some 40 µs, whatever the body weighs: its hash is given.
 *
 * Source: "Create a signed AWS API request", AWS IAM user guide.
 */
export function signRequest(request: RequestToSign): SignedRequest {
  const { endpoint, bucket, key, region, keys, method, query = [], bodyHash, now } = request;
  const { host } = new URL(endpoint);
  const path = `/${[bucket, ...key.split('/')].map(uriEncode).join('/')}`;
  const search = query
    .map(([name, value]) => `${uriEncode(name)}=${uriEncode(value)}`)
    .sort()
    .join('&');
  const time = now.toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
  const token = keys.sessionToken;
  const headers: [string, string][] = [
    ['host', host],
    ['x-amz-content-sha256', bodyHash],
    ['x-amz-date', time],
    ...(token === undefined ? [] : ([['x-amz-security-token', token]] as [string, string][])),
  ];
  const names = headers.map(([name]) => name).join(';');
  const lines = headers.map(([name, value]) => `${name}:${value}`);
  const canonical = [method, path, search, ...lines, '', names, bodyHash].join('\n');
  const scope = `${time.slice(0, 8)}/${region}/s3/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n');
  const signingKey = scope
    .split('/')
    .reduce<string | Buffer>((secret, part) => hmac(secret, part), `AWS4${keys.secretAccessKey}`);
  const signature = hmac(signingKey, toSign).toString('hex');
  const authorization = `AWS4-HMAC-SHA256 Credential=${keys.accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
  return {
    path: search === '' ? path : `${path}?${search}`,
    host,
    headers: [...headers.filter(([name]) => name !== 'host'), ['authorization', authorization]],
  };
}

/** In hex. */
export function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

/** RFC 3986, as SigV4 wants it: encodeURIComponent leaves five characters more alone. */
function uriEncode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
