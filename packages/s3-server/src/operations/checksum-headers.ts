import { checksumHeaders } from '../checksum/checksum-algorithm.js';
import type { S3RequestHead } from '../http/request-head.js';
import type { StoredChecksum } from '../storage/object-store.js';
import type { XmlElements } from '../xml/write-xml.js';

/** A stored checksum as headers of an answer. */
export function checksumHeaderLines(checksum: StoredChecksum | undefined): string[] {
  if (checksum === undefined) return [];
  const { algorithm, type, value } = checksum;
  return [checksumHeaders[algorithm], value, 'x-amz-checksum-type', type];
}

/** A stored checksum as elements of an answer, such as `<ChecksumCRC32>`. */
export function checksumElements(checksum: StoredChecksum | undefined): XmlElements {
  if (checksum === undefined) return {};
  return { [`Checksum${checksum.algorithm}`]: checksum.value, ChecksumType: checksum.type };
}

/** Whether a read asks for the checksum, in a header or in a presigned URL. */
export function wantsChecksum(head: S3RequestHead): boolean {
  const mode = head.headers['x-amz-checksum-mode'] ?? head.query.get('x-amz-checksum-mode');
  return mode !== undefined && String(mode).toUpperCase() === 'ENABLED';
}
