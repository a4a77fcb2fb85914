import type { Readable } from 'node:stream';
import type { ObjectMeta } from './object-store.js';

/** Bytes `first` to `last` of an object, both included. */
export interface ReadRange {
  readonly first: number;
  readonly last: number;
}

/** One version of an object, held open: overwriting or deleting the key does not touch it. */
export interface ObjectReader {
  readonly meta: ObjectMeta;
  /**
   * Its bytes, or those of a range within it; to be called once at most. Buffers where the bytes are in memory anyhow, else a stream
   * that closes the reader when it ends or is destroyed.
   */
  body(range?: ReadRange): readonly Buffer[] | Readable;
  /** Lets the version go; needed unless a stream was taken. Idempotent. */
  close(): void;
}
