import { S3Error } from '../errors/s3-error.js';
import { emptyResponse, type S3Response, xmlResponse } from '../http/s3-response.js';
import { childrenOf, childText, readXml, type XmlNode } from '../xml/read-xml.js';
import type { XmlElements } from '../xml/write-xml.js';
import type { Exchange } from './exchange.js';
import { writeCheck } from './put-object.js';
import { readDocument } from './read-document.js';

const mostKeys = 1000;

/** DeleteObject: 204 whether or not there was anything. */
export async function deleteObject({ head, service }: Exchange): Promise<S3Response> {
  const conditional = head.headers['if-match'] !== undefined;
  const check = conditional ? writeCheck(head) : undefined;
  await service.store.deleteObject(head.bucket, head.key, check);
  return emptyResponse(204);
}

/** DeleteObjects: up to 1000 keys, each with its own result. */
export async function deleteObjects(exchange: Exchange): Promise<S3Response> {
  checkIntegrityHeader(exchange);
  const document = readXml(await readDocument(exchange), 'Delete');
  const objects = childrenOf(document, 'Object');
  if (objects.length === 0 || objects.length > mostKeys) throw new S3Error('MalformedXML');
  const quiet = childText(document, 'Quiet') === 'true';
  const deleted: XmlElements[] = [];
  const failed: XmlElements[] = [];
  for (const object of objects) {
    const key = childText(object, 'Key');
    if (key === undefined || key === '') throw new S3Error('MalformedXML');
    try {
      await deleteOne(exchange, key, object);
      if (!quiet) deleted.push({ Key: key });
    } catch (error) {
      if (!(error instanceof S3Error)) throw error;
      failed.push({ Key: key, Code: error.code, Message: error.message });
    }
  }
  return xmlResponse('DeleteResult', { Deleted: deleted, Error: failed });
}

async function deleteOne({ head, service }: Exchange, key: string, object: XmlNode): Promise<void> {
  const versionId = childText(object, 'VersionId');
  if (versionId !== undefined && versionId !== 'null') throw new S3Error('NotImplemented');
  const etag = childText(object, 'ETag');
  const check = etag === undefined ? undefined : writeCheck({ ...head, key, headers: { 'if-match': etag } });
  await service.store.deleteObject(head.bucket, key, check);
}

/** A list of what to delete must not be changed on its way: S3 wants Content-MD5 or a checksum with it. */
function checkIntegrityHeader({ head, body }: Exchange): void {
  if (head.headers['content-md5'] !== undefined || body.claim !== undefined) return;
  throw new S3Error(
    'InvalidRequest',
    'Missing required header for this request: Content-MD5 OR x-amz-checksum-*',
  );
}
