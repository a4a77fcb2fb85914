import { LatencyDistribution } from '@benchwright/load-driver';
import type { Distribution } from '@benchwright/result-schema';

const NS_PER_MS = 1e6;

/** Delays of events from their due times, with buckets for percentiles and exact moments. */
export class DelayDistribution {
  readonly #delays = new LatencyDistribution('due');

  /** Adds `events` equal delays. One that is negative, by clocks that differ, counts as the shortest there is. */
  add(delayMs: number, events: number): void {
    this.#delays.recordTimes(Math.max(1, Math.round(delayMs * NS_PER_MS)), events);
  }

  /** The stored form; null when nothing was added. */
  toRecord(): Distribution | null {
    return this.#delays.toRecord();
  }
}
