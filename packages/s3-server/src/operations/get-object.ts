import { S3Error } from '../errors/s3-error.js';
import { type ByteRange, readRange } from '../http/byte-range.js';
import { writeObjectHeaders } from '../http/object-headers.js';
import { checkReadConditions } from '../http/preconditions.js';
import { headerOf, type S3RequestHead } from '../http/request-head.js';
import { emptyResponse, type S3Response } from '../http/s3-response.js';
import type { ObjectMeta } from '../storage/object-store.js';
import { checksumHeaderLines, wantsChecksum } from './checksum-headers.js';
import type { Exchange } from './exchange.js';
import { partRange } from './part-range.js';

/** GetObject: whole, a range, or a part; under conditions. */
export async function getObject({ head, service }: Exchange): Promise<S3Response> {
  const reader = found(head, await service.store.openReader(head.bucket, head.key));
  let body: S3Response['body'];
  try {
    const { response, range } = describeRead(head, reader.meta);
    if (response.status === 304) return response;
    body = reader.body(range);
    return { ...response, body };
  } finally {
    if (body === undefined) reader.close();
  }
}

/** HeadObject: as GetObject, without the bytes. */
export async function headObject({ head, service }: Exchange): Promise<S3Response> {
  return describeRead(head, found(head, await service.store.headObject(head.bucket, head.key))).response;
}

interface DescribedRead {
  readonly response: S3Response;
  readonly range: ByteRange | undefined;
}

function describeRead(head: S3RequestHead, meta: ObjectMeta): DescribedRead {
  const validators = ['ETag', `"${meta.etag}"`, 'Last-Modified', new Date(meta.lastModified).toUTCString()];
  try {
    checkReadConditions(head, meta);
  } catch (error) {
    if (!(error instanceof S3Error && error.code === 'NotModified')) throw error;
    return { response: emptyResponse(304, validators), range: undefined };
  }
  const part = partRange(head, meta);
  const range = part?.range ?? readRange(headerOf(head, 'range'), meta.sizeBytes);
  const length = range === undefined ? meta.sizeBytes : range.last - range.first + 1;
  const headers = [
    ...validators,
    'Accept-Ranges',
    'bytes',
    'Content-Length',
    String(length),
    ...writeObjectHeaders(meta, head.query),
  ];
  if (range !== undefined) {
    headers.push('Content-Range', `bytes ${range.first}-${range.last}/${meta.sizeBytes}`);
  }
  if (part !== undefined) headers.push('x-amz-mp-parts-count', String(part.count));
  if (range === undefined && wantsChecksum(head)) headers.push(...checksumHeaderLines(meta.checksum));
  return { response: emptyResponse(range === undefined && part === undefined ? 200 : 206, headers), range };
}

/** Throws NoSuchKey for what is not there. */
function found<T>(head: S3RequestHead, value: T | undefined): T {
  if (value === undefined) throw new S3Error('NoSuchKey', undefined, { Key: head.key });
  return value;
}
