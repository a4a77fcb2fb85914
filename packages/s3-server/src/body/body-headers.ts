import type { PayloadMode } from '../auth/payload-mode.js';
import { S3Error } from '../errors/s3-error.js';
import { headerOf, type S3RequestHead } from '../http/request-head.js';

/** What S3 takes in one request: 5 GiB. */
const mostBytes = 5 * 2 ** 30;

/**
 * How many bytes a body has when its framing is gone.
 *
 * @throws S3Error MissingContentLength, EntityTooLarge, and NotImplemented for a body whose length is not announced.
 */
export function bodyLength(head: S3RequestHead, payload: PayloadMode): number {
  const chunked = payload.kind === 'chunked';
  if (!chunked && head.headers['transfer-encoding'] !== undefined) {
    throw new S3Error('NotImplemented', undefined, { Header: 'Transfer-Encoding' });
  }
  const text = headerOf(head, chunked ? 'x-amz-decoded-content-length' : 'content-length');
  if (text === undefined || text === '') throw new S3Error('MissingContentLength');
  if (!/^\d{1,16}$/.test(text)) {
    throw new S3Error('InvalidArgument', 'The length of the body is not a number.', { ArgumentValue: text });
  }
  const length = Number(text);
  if (length <= mostBytes) return length;
  throw new S3Error('EntityTooLarge', undefined, {
    ProposedSize: text,
    MaxSizeAllowed: String(mostBytes),
  });
}

/** `Content-MD5` in hex. Throws InvalidDigest unless it is 16 bytes of base64. */
export function contentMd5(head: S3RequestHead): string | undefined {
  const text = headerOf(head, 'content-md5');
  if (text === undefined) return undefined;
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length !== 16 || bytes.toString('base64') !== text) throw new S3Error('InvalidDigest');
  return bytes.toString('hex');
}
