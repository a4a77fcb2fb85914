import type { ChecksumAlgorithm, ChecksumType } from '../checksum/checksum-algorithm.js';
import { defaultMultipartType, isMultipartChecksum } from '../checksum/multipart-checksum.js';
import { S3Error } from '../errors/s3-error.js';
import { readObjectHeaders } from '../http/object-headers.js';
import { headerOf, type S3RequestHead } from '../http/request-head.js';
import { type S3Response, xmlResponse } from '../http/s3-response.js';
import { requestedAlgorithm } from './copy-object.js';
import type { Exchange } from './exchange.js';

export async function createUpload({ head, service }: Exchange): Promise<S3Response> {
  const checksum = uploadChecksum(head);
  const { uploadId } = await service.store.createUpload(head.bucket, head.key, {
    ...readObjectHeaders(head),
    checksum,
    initiatedAt: service.now(),
  });
  const headers =
    checksum === undefined
      ? []
      : ['x-amz-checksum-algorithm', checksum.algorithm, 'x-amz-checksum-type', checksum.type];
  return xmlResponse(
    'InitiateMultipartUploadResult',
    { Bucket: head.bucket, Key: head.key, UploadId: uploadId },
    headers,
  );
}

function uploadChecksum(
  head: S3RequestHead,
): { algorithm: ChecksumAlgorithm; type: ChecksumType } | undefined {
  const algorithm = requestedAlgorithm(head);
  const typeName = headerOf(head, 'x-amz-checksum-type')?.toUpperCase();
  if (algorithm === undefined) {
    if (typeName === undefined) return undefined;
    throw new S3Error(
      'InvalidRequest',
      'The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.',
    );
  }
  const type = typeName ?? defaultMultipartType(algorithm);
  if (type !== 'FULL_OBJECT' && type !== 'COMPOSITE') {
    throw new S3Error('InvalidRequest', 'Value for x-amz-checksum-type header is invalid.');
  }
  if (isMultipartChecksum(algorithm, type)) return { algorithm, type };
  throw new S3Error(
    'InvalidRequest',
    `The ${type} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
  );
}
