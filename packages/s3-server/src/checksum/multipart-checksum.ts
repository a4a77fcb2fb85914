import { createHash } from 'node:crypto';
import { type ChecksumAlgorithm, type ChecksumType, createHasher } from './checksum-algorithm.js';
import { type CrcKind, combineCrc } from './crc-combine.js';

/** What an upload's checksum is made of. */
export interface PartChecksum {
  readonly sizeBytes: number;
  /** Base64. */
  readonly checksum: string;
}

const crcKinds: Partial<Readonly<Record<ChecksumAlgorithm, CrcKind>>> = {
  CRC32: { bits: 32, polynomial: 0xedb88320n },
  CRC32C: { bits: 32, polynomial: 0x82f63b78n },
  CRC64NVME: { bits: 64, polynomial: 0x9a6c9329ac4bc9b5n },
};

/** Whether S3 has this type of checksum for an object of parts. */
export function isMultipartChecksum(algorithm: ChecksumAlgorithm, type: ChecksumType): boolean {
  return type === 'FULL_OBJECT' ? crcKinds[algorithm] !== undefined : algorithm !== 'CRC64NVME';
}

/** What S3 takes where the client names only the algorithm. */
export function defaultMultipartType(algorithm: ChecksumAlgorithm): ChecksumType {
  return algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE';
}

/**
 * The checksum of an object of parts: the algorithm over the parts' binary checksums with `-N` behind it (COMPOSITE), or that of all the
 * bytes, combined from those of the parts (FULL_OBJECT, CRCs only).
 */
export function multipartChecksum(
  algorithm: ChecksumAlgorithm,
  type: ChecksumType,
  parts: readonly PartChecksum[],
): string {
  if (type === 'FULL_OBJECT') return fullObjectCrc(crcKinds[algorithm]!, parts);
  const hasher = createHasher(algorithm);
  for (const { checksum } of parts) hasher.update(Buffer.from(checksum, 'base64'));
  return `${hasher.digest().toString('base64')}-${parts.length}`;
}

function fullObjectCrc(kind: CrcKind, parts: readonly PartChecksum[]): string {
  let crc = 0n;
  for (const { checksum, sizeBytes } of parts) {
    const ofPart = BigInt(`0x${Buffer.from(checksum, 'base64').toString('hex')}`);
    crc = combineCrc(kind, crc, ofPart, sizeBytes);
  }
  const hex = crc.toString(16).padStart(kind.bits / 4, '0');
  return Buffer.from(hex, 'hex').toString('base64');
}

/** The ETag S3 gives an object of parts: MD5 over the parts' binary MD5s, and their number. */
export function multipartEtag(partEtags: readonly string[]): string {
  const md5 = createHash('md5');
  for (const etag of partEtags) md5.update(Buffer.from(etag, 'hex'));
  return `${md5.digest('hex')}-${partEtags.length}`;
}
