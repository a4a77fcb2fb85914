import { S3Error } from '../errors/s3-error.js';
import { readCopyRange } from '../http/byte-range.js';
import { headerOf } from '../http/request-head.js';
import { emptyResponse, type S3Response, xmlResponse } from '../http/s3-response.js';
import type { UploadInfo } from '../storage/object-store.js';
import { checksumElements, checksumHeaderLines } from './checksum-headers.js';
import { copyBytes } from './copy-bytes.js';
import { findCopySource } from './copy-source.js';
import type { Exchange } from './exchange.js';
import { findUpload } from './find-upload.js';
import { newEtag } from './new-etag.js';
import { readPartNumber } from './part-range.js';
import { storeBody, withWriter } from './store-body.js';

export async function uploadPart(exchange: Exchange): Promise<S3Response> {
  const { head, body, service } = exchange;
  const partNumber = readPartNumber(head.query.get('partNumber'));
  const upload = findUpload(exchange);
  checkAlgorithm(upload, body.claim?.algorithm);
  return storeBody(exchange, async (writer, received) => {
    const part = await service.store.putPart(upload.uploadId, partNumber, writer, {
      etag: newEtag(received.md5),
      checksum: received.checksum,
      lastModified: service.now(),
    });
    const [name, value] = checksumHeaderLines(
      received.checksum && { ...received.checksum, type: 'FULL_OBJECT' },
    );
    const checksum = name === undefined || value === undefined ? [] : [name, value];
    return emptyResponse(200, ['ETag', `"${part.etag}"`, ...checksum]);
  });
}

/** UploadPartCopy: a part out of an object, or a range of one. */
export async function uploadPartCopy(exchange: Exchange): Promise<S3Response> {
  const { head, service } = exchange;
  const partNumber = readPartNumber(head.query.get('partNumber'));
  const upload = findUpload(exchange);
  const source = await findCopySource(exchange);
  const range = readCopyRange(headerOf(head, 'x-amz-copy-source-range'), source.meta.sizeBytes);
  return withWriter(service.store.openWriter(), async (writer) => {
    const algorithm = upload.checksum?.algorithm;
    const { etag, checksum } = await copyBytes(service, source, writer, { range, algorithm });
    const lastModified = service.now();
    await service.store.putPart(upload.uploadId, partNumber, writer, { etag, checksum, lastModified });
    const { ChecksumType: _, ...elements } = checksumElements(checksum);
    return xmlResponse('CopyPartResult', {
      LastModified: new Date(lastModified).toISOString(),
      ETag: `"${etag}"`,
      ...elements,
    });
  });
}

/** The parts' checksums make the object's, so they must be of the algorithm that was announced. */
function checkAlgorithm({ checksum }: UploadInfo, sent: string | undefined): void {
  if (checksum === undefined || checksum.algorithm === sent) return;
  const [expected, actual] = [checksum.algorithm.toLowerCase(), sent?.toLowerCase() ?? 'null'];
  throw new S3Error(
    'InvalidRequest',
    `Checksum Type mismatch occurred, expected checksum Type: ${expected}, actual checksum Type: ${actual}`,
  );
}
