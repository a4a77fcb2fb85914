import { readAlgorithm } from '../checksum/checksum-algorithm.js';
import { S3Error } from '../errors/s3-error.js';
import { readObjectHeaders } from '../http/object-headers.js';
import { headerOf, type S3RequestHead } from '../http/request-head.js';
import { type S3Response, xmlResponse } from '../http/s3-response.js';
import { checksumElements } from './checksum-headers.js';
import { copyBytes } from './copy-bytes.js';
import { type CopySource, findCopySource } from './copy-source.js';
import type { Exchange } from './exchange.js';
import { writeCheck } from './put-object.js';
import { withWriter } from './store-body.js';

/** CopyObject: the bytes with the source's headers and metadata, or with those of the request (`x-amz-metadata-directive: REPLACE`). */
export async function copyObject(exchange: Exchange): Promise<S3Response> {
  const { head, service } = exchange;
  const { store } = service;
  const { bucket, key } = head;
  const source = await findCopySource(exchange);
  const objectHeaders = headersOfCopy(head, source);
  const algorithm = requestedAlgorithm(head) ?? source.meta.checksum?.algorithm;
  const check = writeCheck(head);
  return withWriter(store.openWriter(source.meta.sizeBytes), async (writer) => {
    const copied = await copyBytes(service, source, writer, { range: undefined, algorithm });
    const meta = { ...objectHeaders, ...copied, lastModified: service.now() };
    await store.putObject(bucket, key, writer, meta, check);
    return xmlResponse('CopyObjectResult', {
      LastModified: new Date(meta.lastModified).toISOString(),
      ETag: `"${meta.etag}"`,
      ...checksumElements(meta.checksum),
    });
  });
}

function headersOfCopy(head: S3RequestHead, source: CopySource) {
  const directive = headerOf(head, 'x-amz-metadata-directive') ?? 'COPY';
  if (directive === 'REPLACE') return readObjectHeaders(head);
  if (directive !== 'COPY') {
    throw new S3Error('InvalidArgument', 'Unknown metadata directive.', {
      ArgumentName: 'x-amz-metadata-directive',
      ArgumentValue: directive,
    });
  }
  if (source.bucket === head.bucket && source.key === head.key) {
    throw new S3Error(
      'InvalidRequest',
      'This copy request is illegal because it is trying to copy an object to itself without changing the object’s metadata, storage class, website redirect location or encryption attributes.',
    );
  }
  return { headers: source.meta.headers, userMetadata: source.meta.userMetadata };
}

/** Reads `x-amz-checksum-algorithm`. Throws InvalidRequest for one that S3 does not have. */
export function requestedAlgorithm(head: S3RequestHead) {
  const name = headerOf(head, 'x-amz-checksum-algorithm');
  if (name === undefined) return undefined;
  const algorithm = readAlgorithm(name);
  if (algorithm !== undefined) return algorithm;
  throw new S3Error(
    'InvalidRequest',
    'Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]',
  );
}
