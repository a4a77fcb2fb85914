import { S3Error } from '../errors/s3-error.js';
import type { S3RequestHead } from './request-head.js';

/** What is stored with an object because a client sent it as headers. */
export interface ObjectHeaders {
  /** `content-type` and the like, by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** Without `x-amz-meta-`, lower-case. */
  readonly userMetadata: Readonly<Record<string, string>>;
}

const kept = [
  ['content-type', 'Content-Type'],
  ['cache-control', 'Cache-Control'],
  ['content-disposition', 'Content-Disposition'],
  ['content-encoding', 'Content-Encoding'],
  ['content-language', 'Content-Language'],
  ['expires', 'Expires'],
] as const;

const metaPrefix = 'x-amz-meta-';
const mostMetadataBytes = 2048;
const defaultType = 'binary/octet-stream';

/** Takes the headers that belong to the object out of a request. Throws MetadataTooLarge beyond S3's 2 KB. */
export function readObjectHeaders(head: S3RequestHead): ObjectHeaders {
  const headers: Record<string, string> = {};
  const userMetadata: Record<string, string> = {};
  let metadataBytes = 0;
  for (const name in head.headers) {
    if (!name.startsWith(metaPrefix)) continue;
    const value = String(head.headers[name]);
    const short = name.slice(metaPrefix.length);
    metadataBytes += short.length + Buffer.byteLength(value);
    userMetadata[short] = value;
  }
  if (metadataBytes > mostMetadataBytes) {
    throw new S3Error('MetadataTooLarge', undefined, {
      Size: String(metadataBytes),
      MaxSizeAllowed: String(mostMetadataBytes),
    });
  }
  for (const [name] of kept) {
    const value = head.headers[name];
    const text = typeof value === 'string' && name === 'content-encoding' ? withoutFraming(value) : value;
    if (typeof text === 'string' && text !== '') headers[name] = text;
  }
  headers['content-type'] ??= defaultType;
  return { headers, userMetadata };
}

/** `aws-chunked` says how the request was sent, not how the object is encoded. */
function withoutFraming(encoding: string): string {
  if (!encoding.includes('aws-chunked')) return encoding;
  return encoding
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== 'aws-chunked' && one !== '')
    .join(',');
}

/** The headers of an object as an answer carries them, `response-content-type` and the like of the query put over them. */
export function writeObjectHeaders(
  { headers, userMetadata }: ObjectHeaders,
  query: ReadonlyMap<string, string>,
): string[] {
  const lines: string[] = [];
  for (const [name, title] of kept) {
    const value = (query.size === 0 ? undefined : query.get(`response-${name}`)) ?? headers[name];
    if (value !== undefined) lines.push(title, value);
  }
  for (const name in userMetadata) lines.push(metaPrefix + name, userMetadata[name] ?? '');
  return lines;
}
