import { checksumAlgorithms, checksumHeaders } from '../checksum/checksum-algorithm.js';
import { multipartChecksum, multipartEtag } from '../checksum/multipart-checksum.js';
import { S3Error } from '../errors/s3-error.js';
import { headerOf, type S3RequestHead } from '../http/request-head.js';
import { type S3Response, xmlResponse } from '../http/s3-response.js';
import type { PartInfo, StoredChecksum, UploadInfo } from '../storage/object-store.js';
import { childrenOf, childText, readXml, type XmlNode } from '../xml/read-xml.js';
import { checksumElements } from './checksum-headers.js';
import type { Exchange } from './exchange.js';
import { findUpload } from './find-upload.js';
import { writeCheck } from './put-object.js';
import { readDocument } from './read-document.js';

const leastPartBytes = 5 * 2 ** 20;
const mostParts = 10_000;

/** CompleteMultipartUpload: every part named is there, is what the client thinks it is, in order, and large enough. */
export async function completeUpload(exchange: Exchange): Promise<S3Response> {
  const { head, service } = exchange;
  const { store, now } = service;
  const upload = findUpload(exchange);
  const document = readXml(await readDocument(exchange, { checksums: false }), 'CompleteMultipartUpload');
  const nodes = childrenOf(document, 'Part');
  if (nodes.length === 0 || nodes.length > mostParts) throw new S3Error('MalformedXML');
  const parts = chooseParts(nodes, upload, store.listParts(upload.uploadId));
  checkSizes(head, upload, parts);
  const checksum = objectChecksum(upload, parts);
  checkClaim(head, upload, checksum);
  const meta = {
    headers: upload.headers,
    userMetadata: upload.userMetadata,
    etag: multipartEtag(parts.map(({ etag }) => etag)),
    lastModified: now(),
    checksum,
  };
  await store.completeUpload(upload.uploadId, parts, meta, writeCheck(head));
  return xmlResponse('CompleteMultipartUploadResult', {
    Location: `http://${headerOf(head, 'host') ?? ''}${head.rawPath}`,
    Bucket: head.bucket,
    Key: head.key,
    ETag: `"${meta.etag}"`,
    ...checksumElements(checksum),
  });
}

function chooseParts(
  nodes: readonly XmlNode[],
  upload: UploadInfo,
  uploaded: readonly PartInfo[],
): readonly PartInfo[] {
  const byNumber = new Map(uploaded.map((part) => [part.partNumber, part]));
  let before = 0;
  return nodes.map((node) => {
    const partNumber = Number(childText(node, 'PartNumber'));
    const etag = childText(node, 'ETag')?.replace(/^"|"$/g, '');
    if (!Number.isInteger(partNumber) || etag === undefined) throw new S3Error('MalformedXML');
    if (partNumber <= before) throw new S3Error('InvalidPartOrder', undefined, { UploadId: upload.uploadId });
    before = partNumber;
    const part = byNumber.get(partNumber);
    if (part === undefined || part.etag !== etag) {
      throw invalidPart(upload, partNumber, etag);
    }
    checkPartChecksum(node, upload, part);
    return part;
  });
}

function checkPartChecksum(node: XmlNode, upload: UploadInfo, part: PartInfo): void {
  for (const algorithm of checksumAlgorithms) {
    const named = childText(node, `Checksum${algorithm}`);
    const stored = part.checksum?.algorithm === algorithm ? part.checksum.value : undefined;
    if (named !== undefined && named !== stored) throw invalidPart(upload, part.partNumber, part.etag);
    if (
      named === undefined &&
      upload.checksum?.algorithm === algorithm &&
      upload.checksum.type === 'COMPOSITE'
    ) {
      throw new S3Error(
        'InvalidRequest',
        `The upload was created using a ${algorithm.toLowerCase()} checksum. The complete request must include the checksum for each part. It was missing for part ${part.partNumber} in the request.`,
      );
    }
  }
}

function invalidPart(upload: UploadInfo, partNumber: number, etag: string): S3Error {
  return new S3Error('InvalidPart', undefined, {
    UploadId: upload.uploadId,
    PartNumber: String(partNumber),
    ETag: etag,
  });
}

function checkSizes(head: S3RequestHead, upload: UploadInfo, parts: readonly PartInfo[]): void {
  const small = parts.find(({ sizeBytes }, index) => sizeBytes < leastPartBytes && index < parts.length - 1);
  if (small !== undefined) {
    throw new S3Error('EntityTooSmall', undefined, {
      ProposedSize: String(small.sizeBytes),
      MinSizeAllowed: String(leastPartBytes),
      PartNumber: String(small.partNumber),
      ETag: small.etag,
    });
  }
  const said = headerOf(head, 'x-amz-mp-object-size');
  const sizeBytes = parts.reduce((sum, part) => sum + part.sizeBytes, 0);
  if (said !== undefined && Number(said) !== sizeBytes) {
    throw new S3Error(
      'InvalidRequest',
      `The provided 'x-amz-mp-object-size' header value ${said} does not match what was computed: ${sizeBytes}`,
      { UploadId: upload.uploadId },
    );
  }
}

function objectChecksum({ checksum }: UploadInfo, parts: readonly PartInfo[]): StoredChecksum | undefined {
  if (checksum === undefined) return undefined;
  const { algorithm, type } = checksum;
  const pieces = parts.map((part) => ({ sizeBytes: part.sizeBytes, checksum: part.checksum?.value ?? '' }));
  return { algorithm, type, value: multipartChecksum(algorithm, type, pieces) };
}

/** The checksum headers of this request are about the object, not about its document. */
function checkClaim(head: S3RequestHead, upload: UploadInfo, checksum: StoredChecksum | undefined): void {
  const type = headerOf(head, 'x-amz-checksum-type');
  if (type !== undefined && type !== upload.checksum?.type) {
    throw new S3Error(
      'InvalidRequest',
      'The upload was created with another checksum type than x-amz-checksum-type says.',
    );
  }
  for (const algorithm of checksumAlgorithms) {
    const said = headerOf(head, checksumHeaders[algorithm]);
    if (said === undefined) continue;
    const computed = checksum?.algorithm === algorithm ? checksum.value : undefined;
    // The number of parts may be left out of a composite checksum.
    if (said !== computed && said !== computed?.replace(/-\d+$/, '')) {
      throw new S3Error('BadDigest', `The ${algorithm} you specified did not match the calculated checksum.`);
    }
  }
}
