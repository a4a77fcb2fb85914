import { closeSync, createReadStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { ByteRange } from '../../http/byte-range.js';
import type { ObjectReader } from '../object-reader.js';
import type { PartFolder } from './part-folders.js';
import type { ObjectRecord } from './records.js';
import { partFileName } from './store-layout.js';
import type { StoredFile } from './stored-record.js';

/** How much is read at a time, which bounds what a slow client makes the server hold. */
const readAheadBytes = 256 * 1024;

/** Reads an object whose bytes are in its own file, which stays open whatever happens to its name. */
export function fileReader(record: ObjectRecord, { fd, data }: StoredFile): ObjectReader {
  let open = true;
  const close = (): void => {
    if (open) closeSync(fd);
    open = false;
  };
  return {
    meta: record,
    close,
    body(range) {
      if (data !== undefined || record.sizeBytes === 0) {
        close();
        const bytes = data ?? Buffer.alloc(0);
        return range === undefined ? bytes : bytes.subarray(range.first, range.last + 1);
      }
      const { first, last } = range ?? { first: 0, last: record.sizeBytes - 1 };
      open = false;
      return createReadStream('', { fd, start: first, end: last, highWaterMark: readAheadBytes });
    },
  };
}

/** Reads an object whose bytes are in the files of its parts, opened one after the other. */
export function partsReader(record: ObjectRecord, folder: PartFolder): ObjectReader {
  let held = true;
  const close = (): void => {
    if (held) folder.release();
    held = false;
  };
  return {
    meta: record,
    close,
    body(range) {
      const whole = { first: 0, last: record.sizeBytes - 1 };
      const body = Readable.from(readParts(record, range ?? whole, folder), {
        objectMode: false,
        highWaterMark: readAheadBytes,
      });
      return body.once('close', close);
    },
  };
}

async function* readParts(
  { parts = [] }: ObjectRecord,
  { first, last }: ByteRange,
  folder: PartFolder,
): AsyncGenerator<Buffer> {
  let start = 0;
  for (const { partNumber, sizeBytes } of parts) {
    const end = start + sizeBytes;
    if (start > last) return;
    if (end > first) {
      yield* createReadStream(join(folder.path, partFileName(partNumber)), {
        start: Math.max(0, first - start),
        end: Math.min(sizeBytes, last + 1 - start) - 1,
        highWaterMark: readAheadBytes,
      }) as AsyncIterable<Buffer>;
    }
    start = end;
  }
}
