import { freemem } from 'node:os';
import { BenchwrightError } from '@benchwright/result-schema';
import type { CellSpec } from './cell-spec.js';

/** Item, its encrypted form, the decrypted one, and buffers between them: what an item under way is taken to need. */
const COPIES = 5;
/** Node itself, in each process or thread. */
const RUNTIME_BYTES = 64 * 1024 * 1024;
const MIB = 1024 * 1024;

/** A cell's items would not fit into memory: swapping would be measured, or the run killed. */
class NotEnoughMemoryError extends BenchwrightError {
  constructor(cell: string, { dataSize, concurrency }: CellSpec, needed: number, available: number) {
    super(
      'ERR_NOT_ENOUGH_MEMORY',
      `${cell}: ${concurrency} × ${dataSize} B under way need about ${Math.ceil(needed / MIB)} MiB, and ${Math.floor(available / MIB)} MiB are free`,
      {
        hint: 'Take the size out of data_sizes, lower max_bytes_in_flight or concurrency_levels, or free memory.',
      },
    );
  }
}

/**
 * Checks that the largest cell fits into the memory that is free now, within the limit of a container.
 *
 * @throws NotEnoughMemoryError naming the cell
 */
export function checkMemory(
  cells: readonly { readonly id: string; readonly spec: CellSpec }[],
  available: number = availableBytes(),
): void {
  for (const { id, spec } of cells) {
    const needed = bytesNeeded(spec);
    if (needed > available) throw new NotEnoughMemoryError(id, spec, needed, available);
  }
}

/** What a cell is taken to need: an estimate from above. */
export function bytesNeeded({ dataSize, concurrency, mode, format }: CellSpec): number {
  // Text holds four characters for three bytes, and is there beside what it was made from.
  const copies = format === 'dynamodb-json' ? 2 * COPIES : COPIES;
  const runtimes = mode === 'threads' ? concurrency : 1;
  return copies * dataSize * concurrency + runtimes * RUNTIME_BYTES;
}

/** Node 20.13 and later know the limit of their container. */
function availableBytes(): number {
  const limited = (process as { availableMemory?: () => number }).availableMemory?.() ?? freemem();
  return Math.min(limited, freemem());
}
