import { createHash, createHmac } from 'node:crypto';
import { buildRequest } from '@benchwright/load-driver';
import type { AwsKeys } from './open-storage.js';

export interface SignedPut {
  readonly endpoint: string;
  readonly bucket: string;
  readonly key: string;
  readonly region: string;
  readonly keys: AwsKeys;
  readonly body: Buffer;
  /** Whether the body's SHA-256 goes into the signature. */
  readonly signsBody: boolean;
  readonly now: Date;
}

/**
 * The bytes of a PutObject, signed with Signature Version 4 in its headers. Signed once, it can be sent for a quarter of an hour: S3 takes
 * requests whose date is no further off than that.
 *
 * Source: "Create a signed AWS API request", AWS IAM user guide.
 */
export function signedPut({ endpoint, bucket, key, region, keys, body, signsBody, now }: SignedPut): Buffer {
  const { host } = new URL(endpoint);
  const path = `/${[bucket, ...key.split('/')].map(uriEncode).join('/')}`;
  const time = now.toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
  const hash = signsBody ? sha256(body) : 'UNSIGNED-PAYLOAD';
  const token = keys.sessionToken;
  const headers: [string, string][] = [
    ['host', host],
    ['x-amz-content-sha256', hash],
    ['x-amz-date', time],
    ...(token === undefined ? [] : ([['x-amz-security-token', token]] as [string, string][])),
  ];
  const names = headers.map(([name]) => name).join(';');
  const canonical = [
    'PUT',
    path,
    '',
    ...headers.map(([name, value]) => `${name}:${value}`),
    '',
    names,
    hash,
  ].join('\n');
  const scope = `${time.slice(0, 8)}/${region}/s3/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n');
  const signingKey = scope
    .split('/')
    .reduce<string | Buffer>((secret, part) => hmac(secret, part), `AWS4${keys.secretAccessKey}`);
  const signature = hmac(signingKey, toSign).toString('hex');
  const authorization = `AWS4-HMAC-SHA256 Credential=${keys.accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
  return buildRequest({
    method: 'PUT',
    path,
    host,
    headers: [...headers.filter(([name]) => name !== 'host'), ['Authorization', authorization]],
    body,
  });
}

/** RFC 3986, as SigV4 wants it: encodeURIComponent leaves five characters more alone. */
function uriEncode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
