import type { Distribution } from '@benchwright/result-schema';
import { Histogram, Moments } from '@benchwright/stats';

const NS_PER_MS = 1e6;

/** Delays of events from their due times, with buckets for percentiles and exact moments. */
export class DelayDistribution {
  readonly #histogram = new Histogram({ measuredFrom: 'due', unit: 'ns' });
  readonly #moments = new Moments();

  /** Adds `events` equal delays. One that is negative, by clocks that differ, counts as the shortest there is. */
  add(delayMs: number, events: number): void {
    const delayNs = Math.max(1, Math.round(delayMs * NS_PER_MS));
    this.#histogram.recordCount(delayNs, events);
    this.#moments.addTimes(delayNs, events);
  }

  /** The stored form; null when nothing was added. */
  toRecord(): Distribution | null {
    const { n, mean, m2, min, max } = this.#moments;
    if (n === 0) return null;
    const { measuredFrom, overflowCount } = this.#histogram;
    const histogram = this.#histogram.encode();
    return { measuredFrom, histogram, count: n, mean, m2, min, max, overflowCount };
  }
}
