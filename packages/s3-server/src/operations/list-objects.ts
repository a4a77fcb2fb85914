import { awsEncode } from '../auth/percent-encoding.js';
import { S3Error } from '../errors/s3-error.js';
import type { S3RequestHead } from '../http/request-head.js';
import { type S3Response, xmlResponse } from '../http/s3-response.js';
import type { ObjectListing } from '../storage/object-store.js';
import type { XmlElements } from '../xml/write-xml.js';
import type { Exchange } from './exchange.js';
import { owner } from './owner.js';

const mostKeys = 1000;

interface ListRequest {
  readonly prefix: string;
  readonly delimiter: string | undefined;
  readonly maxKeys: number;
  /** Writes a key or prefix as the client asked for it: plain, or with `encoding-type=url`. */
  readonly encode: (text: string) => string;
  readonly encodingType: string | undefined;
}

/** ListObjectsV2. */
export async function listObjectsV2({ head, service }: Exchange): Promise<S3Response> {
  const request = readListRequest(head);
  const token = head.query.get('continuation-token');
  const startAfter = head.query.get('start-after');
  const listing = await service.store.listObjects({
    bucket: head.bucket,
    prefix: request.prefix,
    ...withDelimiter(request),
    maxKeys: request.maxKeys,
    startAfter: token === undefined ? (startAfter ?? '') : readToken(token),
  });
  const next = listing.nextStartAfter;
  return xmlResponse('ListBucketResult', {
    Name: head.bucket,
    Prefix: request.encode(request.prefix),
    StartAfter: startAfter === undefined ? undefined : request.encode(startAfter),
    MaxKeys: request.maxKeys,
    Delimiter: request.delimiter === undefined ? undefined : request.encode(request.delimiter),
    EncodingType: request.encodingType,
    KeyCount: listing.objects.length + listing.commonPrefixes.length,
    IsTruncated: listing.isTruncated,
    ContinuationToken: token,
    NextContinuationToken: next === undefined ? undefined : Buffer.from(next).toString('base64url'),
    ...listed(listing, request, head.query.get('fetch-owner') === 'true'),
  });
}

/** ListObjects, the older form: its pages go on after a key instead of a token. */
export async function listObjectsV1({ head, service }: Exchange): Promise<S3Response> {
  const request = readListRequest(head);
  const marker = head.query.get('marker') ?? '';
  const listing = await service.store.listObjects({
    bucket: head.bucket,
    prefix: request.prefix,
    ...withDelimiter(request),
    maxKeys: request.maxKeys,
    startAfter: marker,
  });
  const next = listing.nextStartAfter;
  return xmlResponse('ListBucketResult', {
    Name: head.bucket,
    Prefix: request.encode(request.prefix),
    Marker: request.encode(marker),
    // S3 gives it only with a delimiter; without one the last key says as much.
    NextMarker: next === undefined || request.delimiter === undefined ? undefined : request.encode(next),
    MaxKeys: request.maxKeys,
    Delimiter: request.delimiter === undefined ? undefined : request.encode(request.delimiter),
    EncodingType: request.encodingType,
    IsTruncated: listing.isTruncated,
    ...listed(listing, request, true),
  });
}

function readListRequest({ query }: S3RequestHead): ListRequest {
  const encodingType = query.get('encoding-type');
  if (encodingType !== undefined && encodingType !== 'url') {
    throw new S3Error('InvalidArgument', 'Invalid Encoding Method specified in Request', {
      ArgumentName: 'encoding-type',
      ArgumentValue: encodingType,
    });
  }
  return {
    prefix: query.get('prefix') ?? '',
    delimiter: query.get('delimiter') || undefined,
    maxKeys: readMaxKeys(query, 'max-keys'),
    encodingType,
    encode: encodingType === 'url' ? (text) => awsEncode(text, true) : (text) => text,
  };
}

/** Reads how many entries a page may have: 1000 by default and at the most. Throws InvalidArgument. */
export function readMaxKeys(query: ReadonlyMap<string, string>, name: string): number {
  const text = query.get(name);
  if (text === undefined || text === '') return mostKeys;
  if (!/^\d{1,10}$/.test(text)) {
    throw new S3Error('InvalidArgument', `Provided ${name} not an integer or within integer range`, {
      ArgumentName: name,
      ArgumentValue: text,
    });
  }
  return Math.min(mostKeys, Number(text));
}

function readToken(token: string): string {
  const bytes = Buffer.from(token, 'base64url');
  if (token !== '' && bytes.toString('base64url') === token) return bytes.toString('utf8');
  throw new S3Error('InvalidArgument', 'The continuation token provided is incorrect', {
    ArgumentName: 'continuation-token',
  });
}

function withDelimiter({ delimiter }: ListRequest): { delimiter?: string } {
  return delimiter === undefined ? {} : { delimiter };
}

function listed(
  { objects, commonPrefixes }: ObjectListing,
  { encode }: ListRequest,
  withOwner: boolean,
): XmlElements {
  return {
    Contents: objects.map((object) => ({
      Key: encode(object.key),
      LastModified: new Date(object.lastModified).toISOString(),
      ETag: `"${object.etag}"`,
      ChecksumAlgorithm: object.checksum?.algorithm,
      ChecksumType: object.checksum?.type,
      Size: object.sizeBytes,
      StorageClass: 'STANDARD',
      Owner: withOwner ? owner : undefined,
    })),
    CommonPrefixes: commonPrefixes.map((prefix) => ({ Prefix: encode(prefix) })),
  };
}
