import { hash } from 'node:crypto';
import { join } from 'node:path';

/**
 * Where everything is in the folder of a store:
 *
 *     benchwright-s3.json          marks the folder as a store, with the version of this layout
 *     lock                         the process that has it open
 *     tmp/                         what is not committed, or to be removed; emptied at every start
 *     buckets/b-NAME/bucket        record: createdAt
 *     buckets/b-NAME/objects/HASH  bytes and record of an object; HASH is the SHA-256 of its key in hex
 *     buckets/b-NAME/multipart/ID/upload | completed   record of an upload in parts, unfinished or an object by now
 *     buckets/b-NAME/multipart/ID/p00001 …             bytes and record of a part
 *
 * Keys are hashed since nothing else fits every file system: they may be longer than a file name, differ in case or Unicode form only, hold
 * `..`, `/`, NUL or a name that Windows reserves. The key itself is in the record. Buckets have a prefix for names such as `con`.
 */
export class StoreLayout {
  readonly marker: string;
  readonly lock: string;
  readonly tmp: string;
  readonly buckets: string;
  #temporary = 0;

  constructor(readonly dir: string) {
    this.marker = join(dir, 'benchwright-s3.json');
    this.lock = join(dir, 'lock');
    this.tmp = join(dir, 'tmp');
    this.buckets = join(dir, 'buckets');
  }

  /** A name in `tmp` that was not used since the start. */
  newTemporary(): string {
    return join(this.tmp, String(++this.#temporary));
  }

  bucket(name: string): string {
    return join(this.buckets, `b-${name}`);
  }

  bucketRecord(name: string): string {
    return join(this.bucket(name), 'bucket');
  }

  objects(bucket: string): string {
    return join(this.bucket(bucket), 'objects');
  }

  object(bucket: string, key: string): string {
    return join(this.objects(bucket), objectFileName(key));
  }

  uploads(bucket: string): string {
    return join(this.bucket(bucket), 'multipart');
  }

  upload(bucket: string, uploadId: string): string {
    return join(this.uploads(bucket), uploadId);
  }
}

/** The name of an object's file. */
export function objectFileName(key: string): string {
  return hash('sha256', key, 'hex');
}

/** The name of a part's file. */
export function partFileName(partNumber: number): string {
  return `p${String(partNumber).padStart(5, '0')}`;
}

/** The record of an unfinished upload, in its folder. */
export const uploadRecordName = 'upload';
/** The same record once the object is committed. */
export const completedRecordName = 'completed';
