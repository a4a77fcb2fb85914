import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { StorageError } from '../storage-error.js';

/**
 * A stored file is: the bytes of the object, then a record as JSON, then 16 bytes: the length of the JSON and its CRC-32 (both 32 bits,
 * big-endian) and a magic word. So the bytes start at 0, where a stream can send them from, and the record can tell of them what was
 * known only when they had all come; both are committed by one rename.
 */
const magic = Buffer.from('BWS3v1\r\n');
const footerBytes = 16;

/** Read at once from the end: nearly every record, and small objects whole. */
const tailBytes = 64 * 1024;

/** What is behind the bytes of a stored file. Throws where the record cannot be JSON. */
export function encodeRecord(record: object): Buffer {
  const json = JSON.stringify(record);
  const length = Buffer.byteLength(json);
  const bytes = Buffer.allocUnsafe(length + footerBytes);
  bytes.write(json, 0);
  bytes.writeUInt32BE(length, length);
  bytes.writeUInt32BE(crc32(bytes.subarray(0, length)), length + 4);
  magic.copy(bytes, length + 8);
  return bytes;
}

/** A stored file, open for reading. */
export interface StoredFile {
  readonly fd: number;
  readonly record: Readonly<Record<string, unknown>>;
  /** How many bytes are before the record. */
  readonly dataBytes: number;
  /** Those bytes, where the file is so small that they were read along. */
  readonly data: Buffer | undefined;
}

/**
 * Opens a stored file and reads its record. The caller closes it. One call for the size and usually one for the record, both synchronous: on a
 * cached file they take less than handing them to the thread pool.
 *
 * @throws StorageError CorruptObject where it was truncated or changed; the system's error where it cannot be read.
 */
export function openStored(path: string): StoredFile {
  const fd = openSync(path, 'r');
  try {
    return { fd, ...readStored(fd, path) };
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

/** Reads the record of a stored file. Throws as `openStored`. */
export function readRecord(path: string): { record: Readonly<Record<string, unknown>>; dataBytes: number } {
  const { fd, record, dataBytes } = openStored(path);
  closeSync(fd);
  return { record, dataBytes };
}

function readStored(fd: number, path: string): Omit<StoredFile, 'fd'> {
  const fileBytes = fstatSync(fd).size;
  if (fileBytes < footerBytes) throw corrupt(path, `it has ${fileBytes} bytes`);
  const tail = readAt(fd, Math.max(0, fileBytes - tailBytes), Math.min(tailBytes, fileBytes), path);
  const footer = tail.subarray(-footerBytes);
  if (!footer.subarray(8).equals(magic)) throw corrupt(path, 'its end is missing');
  const jsonBytes = footer.readUInt32BE(0);
  const dataBytes = fileBytes - footerBytes - jsonBytes;
  if (dataBytes < 0) throw corrupt(path, 'its beginning is missing');
  const inTail = tail.length - footerBytes - jsonBytes;
  const json =
    inTail >= 0 ? tail.subarray(inTail, inTail + jsonBytes) : readAt(fd, dataBytes, jsonBytes, path);
  if (crc32(json) !== footer.readUInt32BE(4)) throw corrupt(path, 'its record was changed');
  const whole = tail.length === fileBytes;
  return {
    record: JSON.parse(json.toString()) as Record<string, unknown>,
    dataBytes,
    data: whole ? tail.subarray(0, dataBytes) : undefined,
  };
}

function readAt(fd: number, position: number, length: number, path: string): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  for (let done = 0; done < length; ) {
    const read = readSync(fd, bytes, done, length - done, position + done);
    if (read === 0) throw corrupt(path, 'it became shorter while it was read');
    done += read;
  }
  return bytes;
}

/** The refusal of a file that is not as it was written. */
export function corrupt(path: string, why: string): StorageError {
  return new StorageError('CorruptObject', `The stored file ${path} is corrupt: ${why}.`);
}
