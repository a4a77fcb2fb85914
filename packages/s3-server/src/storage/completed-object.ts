import type { NewObjectMeta, ObjectMeta, PartInfo } from './object-store.js';

/** The meta of an object that consists of these parts. */
export function completedMeta(meta: NewObjectMeta, parts: readonly PartInfo[]): ObjectMeta {
  return {
    ...meta,
    sizeBytes: parts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    parts: parts.map(({ partNumber, sizeBytes, checksum }) => ({
      partNumber,
      sizeBytes,
      checksum: checksum?.value,
    })),
  };
}
