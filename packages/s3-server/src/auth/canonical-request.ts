import { hash } from 'node:crypto';
import { S3Error } from '../errors/s3-error.js';
import type { S3RequestHead } from '../http/request-head.js';
import { awsEncode, canonicalUri } from './percent-encoding.js';

export const algorithm = 'AWS4-HMAC-SHA256';

/** The canonical request of Signature Version 4, made by hand: template strings and no regular expression on the usual way. */
export function canonicalRequest(head: S3RequestHead, signedHeaders: string, payloadHash: string): string {
  const uri = canonicalUri(head.rawPath);
  const query = canonicalQuery(head.query);
  const headers = canonicalHeaders(head, signedHeaders);
  return `${head.method}\n${uri}\n${query}\n${headers}\n${signedHeaders}\n${payloadHash}`;
}

/** What is signed: the algorithm, the time, the scope and the hash of the canonical request. */
export function stringToSign(amzDate: string, scope: string, canonical: string): string {
  return `${algorithm}\n${amzDate}\n${scope}\n${hash('sha256', Buffer.from(canonical, 'latin1'), 'hex')}`;
}

/** Sorted by encoded name, then value. The signature itself, which a presigned URL carries, is not part of it. */
function canonicalQuery(query: ReadonlyMap<string, string>): string {
  if (query.size === 0) return '';
  const pairs: [string, string][] = [];
  for (const [name, value] of query) {
    if (name !== 'X-Amz-Signature') pairs.push([awsEncode(name, false), awsEncode(value, false)]);
  }
  pairs.sort(([a], [b]) => (a < b ? -1 : 1));
  return pairs.map(([name, value]) => `${name}=${value}`).join('&');
}

function canonicalHeaders(head: S3RequestHead, signedHeaders: string): string {
  let lines = '';
  let from = 0;
  while (from <= signedHeaders.length) {
    const semicolon = signedHeaders.indexOf(';', from);
    const to = semicolon === -1 ? signedHeaders.length : semicolon;
    const name = signedHeaders.slice(from, to);
    lines += `${name}:${canonicalValue(head, name)}\n`;
    from = to + 1;
  }
  return lines;
}

function canonicalValue(head: S3RequestHead, name: string): string {
  const value = head.headers[name];
  // Some clients sign a header that they then do not send, as empty; node keeps an array of set-cookie alone.
  if (typeof value !== 'string') return '';
  const joined = value.includes(',') ? joinRepeated(head, name, value) : value;
  return joined.includes('  ') ? joined.replace(/ {2,}/g, ' ') : joined;
}

/** Node joins the values of a repeated header with ", ", Signature Version 4 with ",". */
function joinRepeated(head: S3RequestHead, name: string, value: string): string {
  const values: string[] = [];
  for (let at = 0; at + 1 < head.rawHeaders.length; at += 2) {
    if (head.rawHeaders[at]?.toLowerCase() === name) values.push(head.rawHeaders[at + 1] ?? '');
  }
  return values.length > 1 ? values.join(',') : value;
}

/**
 * Checks that what could change the meaning of the request is signed: the host and every `x-amz-` header. S3 refuses a request where
 * one is not, for whoever carries the request could add it.
 */
export function checkSignedHeaders(head: S3RequestHead, signedHeaders: string): void {
  const framed = `;${signedHeaders};`;
  if (!framed.includes(';host;')) throw notSigned('host');
  for (const name in head.headers) {
    if (name.startsWith('x-amz-') && !framed.includes(`;${name};`)) throw notSigned(name);
  }
}

function notSigned(name: string): S3Error {
  return new S3Error('AccessDenied', 'There were headers present in the request which were not signed', {
    HeadersNotSigned: name,
  });
}
