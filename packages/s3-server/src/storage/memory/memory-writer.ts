import type { ObjectWriter } from '../object-writer.js';
import { StorageError } from '../storage-error.js';

/** How much memory a store may take; `undefined` for no limit. Shared by all its writers. */
export class MemoryBudget {
  usedBytes = 0;

  constructor(private readonly limitBytes: number | undefined) {}

  /** @throws StorageError NoSpace. */
  take(bytes: number): void {
    if (this.limitBytes !== undefined && this.usedBytes + bytes > this.limitBytes) {
      throw new StorageError(
        'NoSpace',
        `The store holds ${this.usedBytes} bytes; with ${bytes} more it would pass its limit of ${this.limitBytes}.`,
      );
    }
    this.usedBytes += bytes;
  }

  giveBack(bytes: number): void {
    this.usedBytes -= bytes;
  }
}

/** Keeps chunks as they come. */
export class MemoryWriter implements ObjectWriter {
  sizeBytes = 0;
  #chunks: Buffer[] | undefined = [];

  constructor(private readonly budget: MemoryBudget) {}

  write(chunk: Buffer): void {
    if (this.#chunks === undefined) throw new StorageError('StoreClosed', 'The writer was used already.');
    this.budget.take(chunk.length);
    this.sizeBytes += chunk.length;
    this.#chunks.push(ownChunk(chunk));
  }

  abort(): void {
    if (this.#chunks === undefined) return;
    this.#chunks = undefined;
    this.budget.giveBack(this.sizeBytes);
  }

  /** Hands the chunks over; the writer is used up. */
  take(): readonly Buffer[] {
    const chunks = this.#chunks;
    if (chunks === undefined) throw new StorageError('StoreClosed', 'The writer was used already.');
    this.#chunks = undefined;
    return chunks;
  }
}

/**
 * A chunk may be a small part of a large buffer, such as a socket's, which it would keep in memory whole: it is copied where less than half
 * of that is its own.
 */
function ownChunk(chunk: Buffer): Buffer {
  return chunk.length * 2 < chunk.buffer.byteLength ? Buffer.from(chunk) : chunk;
}
