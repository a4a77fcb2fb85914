import { type Partition, partitionPath } from '../parquet/partition.js';

/**
 * Names of files, as the original server gives them: `events_4624_20260208_104441.parquet` by type and the second of the flush, with a
 * counter where a second has more than one. Names begin a second after the collector did, so that they are none of an earlier one's
 * that was killed within this second.
 */
export class FileNames {
  readonly #nowMs: () => number;
  readonly #prefix: string;
  readonly #firstMs: number;
  #second = '';
  #taken = new Map<string, number>();

  constructor(prefix: string, nowMs: () => number) {
    this.#prefix = prefix;
    this.#nowMs = nowMs;
    this.#firstMs = nowMs() + 1000;
  }

  /** A key that this process has not given yet. */
  next(partition: Partition): string {
    const second = new Date(Math.max(this.#nowMs(), this.#firstMs)).toISOString().slice(0, 19);
    if (second > this.#second) {
      this.#second = second;
      this.#taken = new Map();
    }
    const stamp = this.#second.replaceAll(/[-:]/g, '').replace('T', '_');
    const name = `${partitionPath(partition, this.#prefix)}events_${partition.eventId}_${stamp}`;
    const count = this.#taken.get(name) ?? 0;
    this.#taken.set(name, count + 1);
    return `${name}${count === 0 ? '' : `_${count}`}.parquet`;
  }
}
