import type { ListedObject, ObjectMeta, PartInfo, UploadInfo } from '../object-store.js';
import { corrupt } from './stored-record.js';

/** The record behind an object's bytes. */
export interface ObjectRecord extends ObjectMeta {
  readonly key: string;
  /** The bytes are in the files of these parts, and none in this file. */
  readonly uploadId?: string;
}

/** What is kept in memory of every object: a listing's line, and where its parts are. */
export interface IndexedObject extends ListedObject {
  readonly uploadId?: string;
}

type RawRecord = Readonly<Record<string, unknown>>;

/** The line of the index for an object. */
export function indexObject(record: ObjectRecord): IndexedObject {
  const { key, sizeBytes, etag, lastModified, checksum, uploadId } = record;
  return {
    key,
    sizeBytes,
    etag,
    lastModified,
    checksum: checksum && { algorithm: checksum.algorithm, type: checksum.type },
    ...(uploadId === undefined ? {} : { uploadId }),
  };
}

/** Takes a record for an object's. Its CRC says that this program wrote it; what it is about is compared with the file's size. */
export function readObjectRecord(raw: RawRecord, dataBytes: number, path: string): ObjectRecord {
  const { key, sizeBytes, etag, lastModified, uploadId } = raw;
  if (typeof key !== 'string' || typeof sizeBytes !== 'number' || typeof etag !== 'string') {
    throw corrupt(path, 'its record is not that of an object');
  }
  if (typeof lastModified !== 'number' || (uploadId !== undefined && typeof uploadId !== 'string')) {
    throw corrupt(path, 'its record is not that of an object');
  }
  const expected = uploadId === undefined ? sizeBytes : 0;
  if (dataBytes !== expected) {
    throw corrupt(path, `it holds ${dataBytes} bytes where its record says ${expected}`);
  }
  return { checksum: undefined, ...raw } as unknown as ObjectRecord;
}

/** Takes a record for a part's. Throws CorruptObject. */
export function readPartRecord(raw: RawRecord, dataBytes: number, path: string): PartInfo {
  const { partNumber, sizeBytes, etag } = raw;
  if (typeof partNumber !== 'number' || typeof etag !== 'string' || sizeBytes !== dataBytes) {
    throw corrupt(path, 'its record is not that of this part');
  }
  return { checksum: undefined, ...raw } as unknown as PartInfo;
}

/** Takes a record for an upload's. Throws CorruptObject. */
export function readUploadRecord(raw: RawRecord, path: string): UploadInfo {
  const { uploadId, bucket, key, initiatedAt } = raw;
  const texts = [uploadId, bucket, key].every((value) => typeof value === 'string');
  if (!texts || typeof initiatedAt !== 'number') throw corrupt(path, 'its record is not that of an upload');
  return { checksum: undefined, ...raw } as unknown as UploadInfo;
}
