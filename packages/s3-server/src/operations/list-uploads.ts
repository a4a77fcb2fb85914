import { awsEncode } from '../auth/percent-encoding.js';
import { emptyResponse, type S3Response, xmlResponse } from '../http/s3-response.js';
import { checksumElements } from './checksum-headers.js';
import type { Exchange } from './exchange.js';
import { findUpload } from './find-upload.js';
import { readMaxKeys } from './list-objects.js';
import { owner } from './owner.js';

export async function abortUpload(exchange: Exchange): Promise<S3Response> {
  await exchange.service.store.abortUpload(findUpload(exchange).uploadId);
  return emptyResponse(204);
}

export async function listParts(exchange: Exchange): Promise<S3Response> {
  const { head, service } = exchange;
  const upload = findUpload(exchange);
  const maxParts = readMaxKeys(head.query, 'max-parts');
  const marker = Number(head.query.get('part-number-marker') ?? 0);
  const after = service.store.listParts(upload.uploadId).filter(({ partNumber }) => !(partNumber <= marker));
  const parts = after.slice(0, maxParts);
  const truncated = parts.length < after.length;
  return xmlResponse('ListPartsResult', {
    Bucket: upload.bucket,
    Key: upload.key,
    UploadId: upload.uploadId,
    Initiator: owner,
    Owner: owner,
    StorageClass: 'STANDARD',
    PartNumberMarker: marker || 0,
    NextPartNumberMarker: truncated ? (parts.at(-1)?.partNumber ?? marker) : undefined,
    MaxParts: maxParts,
    IsTruncated: truncated,
    ChecksumAlgorithm: upload.checksum?.algorithm,
    ChecksumType: upload.checksum?.type,
    Part: parts.map((part) => {
      const { ChecksumType: _, ...checksum } = checksumElements(
        part.checksum && { ...part.checksum, type: 'FULL_OBJECT' },
      );
      return {
        PartNumber: part.partNumber,
        LastModified: new Date(part.lastModified).toISOString(),
        ETag: `"${part.etag}"`,
        Size: part.sizeBytes,
        ...checksum,
      };
    }),
  });
}

/** ListMultipartUploads. */
export async function listUploads({ head, service }: Exchange): Promise<S3Response> {
  const { query } = head;
  const url = query.get('encoding-type') === 'url';
  const encode = (text: string): string => (url ? awsEncode(text, true) : text);
  const [delimiter, keyMarker, uploadIdMarker] = ['delimiter', 'key-marker', 'upload-id-marker'].map(
    (name) => query.get(name) || undefined,
  );
  const prefix = query.get('prefix') ?? '';
  const maxUploads = readMaxKeys(query, 'max-uploads');
  const listing = service.store.listUploads({
    bucket: head.bucket,
    prefix,
    maxUploads,
    ...(delimiter === undefined ? {} : { delimiter }),
    ...(keyMarker === undefined ? {} : { keyMarker }),
    ...(uploadIdMarker === undefined ? {} : { uploadIdMarker }),
  });
  return xmlResponse('ListMultipartUploadsResult', {
    Bucket: head.bucket,
    KeyMarker: encode(keyMarker ?? ''),
    UploadIdMarker: uploadIdMarker ?? '',
    NextKeyMarker: listing.nextKeyMarker === undefined ? undefined : encode(listing.nextKeyMarker),
    NextUploadIdMarker: listing.nextUploadIdMarker,
    Prefix: encode(prefix),
    Delimiter: delimiter === undefined ? undefined : encode(delimiter),
    EncodingType: url ? 'url' : undefined,
    MaxUploads: maxUploads,
    IsTruncated: listing.isTruncated,
    Upload: listing.uploads.map((upload) => ({
      Key: encode(upload.key),
      UploadId: upload.uploadId,
      Initiator: owner,
      Owner: owner,
      StorageClass: 'STANDARD',
      Initiated: new Date(upload.initiatedAt).toISOString(),
      ChecksumAlgorithm: upload.checksum?.algorithm,
      ChecksumType: upload.checksum?.type,
    })),
    CommonPrefixes: listing.commonPrefixes.map((one) => ({ Prefix: encode(one) })),
  });
}
