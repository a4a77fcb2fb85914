import type { Readable } from 'node:stream';
import type { ByteRange } from '../http/byte-range.js';
import type { ObjectMeta } from './object-store.js';

/** One version of an object, held open: overwriting or deleting the key does not touch it. */
export interface ObjectReader {
  readonly meta: ObjectMeta;
  /**
   * Its bytes, or those of a range within it; to be called once at most. A stream closes the reader when it ends or is destroyed; with a
   * Buffer it is closed already.
   */
  body(range?: ByteRange): Buffer | Readable;
  /** Lets the version go; needed unless the body was taken. Idempotent. */
  close(): void;
}
