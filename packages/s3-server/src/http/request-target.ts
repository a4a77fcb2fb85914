import { percentDecode } from '../auth/percent-encoding.js';
import { S3Error } from '../errors/s3-error.js';

/** What a request is about, as its target and host say. */
export interface RequestTarget {
  readonly rawPath: string;
  readonly rawQuery: string;
  readonly bucket: string;
  readonly key: string;
}

const longestKey = 1024;

/**
 * Reads bucket and key out of `/bucket/key` (path style) or `Host: bucket.domain` (virtual-host style).
 *
 * @param domains Host names that are the server's own, longest first; `bucket.` before one of them names a bucket.
 * @throws S3Error InvalidURI for what is no path, KeyTooLongError.
 */
export function readTarget(url: string, host: string, domains: readonly string[]): RequestTarget {
  if (!url.startsWith('/')) throw new S3Error('InvalidURI');
  const question = url.indexOf('?');
  const rawPath = question === -1 ? url : url.slice(0, question);
  const rawQuery = question === -1 ? '' : url.slice(question + 1);
  const hostBucket = bucketOfHost(host, domains);
  if (hostBucket !== undefined) {
    return { rawPath, rawQuery, bucket: hostBucket, key: decodeKey(rawPath.slice(1)) };
  }
  const slash = rawPath.indexOf('/', 1);
  const bucket = percentDecode(slash === -1 ? rawPath.slice(1) : rawPath.slice(1, slash));
  if (bucket === '' && slash !== -1) throw new S3Error('InvalidURI');
  return { rawPath, rawQuery, bucket, key: slash === -1 ? '' : decodeKey(rawPath.slice(slash + 1)) };
}

function decodeKey(raw: string): string {
  const key = percentDecode(raw);
  // Three bytes of UTF-8 are the most that a code unit can need.
  if (key.length * 3 > longestKey && Buffer.byteLength(key) > longestKey) {
    throw new S3Error('KeyTooLongError', undefined, {
      Size: String(Buffer.byteLength(key)),
      MaxSizeAllowed: String(longestKey),
    });
  }
  return key;
}

function bucketOfHost(host: string, domains: readonly string[]): string | undefined {
  // Most requests name an address, and no bucket stands before one.
  if (host.startsWith('127.0.0.1')) return undefined;
  const name = host.replace(/:\d+$/, '').toLowerCase();
  if (domains.includes(name)) return undefined;
  const domain = domains.find((candidate) => name.endsWith(`.${candidate}`));
  return domain === undefined ? undefined : name.slice(0, -domain.length - 1);
}

/** Whether S3 would create a bucket of this name. Source: "General purpose bucket naming rules". */
export function isBucketName(name: string): boolean {
  return (
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) &&
    !name.includes('..') &&
    !/^\d+\.\d+\.\d+\.\d+$/.test(name) &&
    !/^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/.test(name)
  );
}
