import type { LatencyDistribution } from './latency-distribution.js';

/** Recording so many answers takes about 3 µs: long enough to pay, far too short to hold up a due request. */
const CAPACITY = 64;

/**
 * The times of the last few answers, waiting to be recorded together. Recording an answer where it arrives touches five
 * histograms and five sets of moments between two system calls, and waits for each in turn; in a batch the same work runs
 * loop by loop, from cache and without the divisions of Welford's update. Nothing is allocated after construction.
 */
export class AnswerBatch {
  readonly dueNs = new Float64Array(CAPACITY);
  readonly sentNs = new Float64Array(CAPACITY);
  /** −1 where the transport did not say. */
  readonly firstByteNs = new Float64Array(CAPACITY);
  readonly endNs = new Float64Array(CAPACITY);
  /** What `recordSince` recorded last. */
  readonly valuesNs = new Float64Array(CAPACITY);
  count = 0;
  allHaveFirstBytes = true;

  /** True when it is full: the next one needs a `clear` first. */
  add(dueNs: number, sentNs: number, firstByteNs: number, endNs: number): boolean {
    const i = this.count;
    this.dueNs[i] = dueNs;
    this.sentNs[i] = sentNs;
    this.firstByteNs[i] = firstByteNs;
    this.endNs[i] = endNs;
    if (firstByteNs < 0) this.allHaveFirstBytes = false;
    this.count = i + 1;
    return this.count === CAPACITY;
  }

  /** Records `to − from` of every answer; the values stay in `valuesNs` until the next call. */
  recordSince(from: Float64Array, to: Float64Array, distribution: LatencyDistribution): void {
    const { valuesNs, count } = this;
    const first = (to[0] as number) - (from[0] as number);
    let allEqual = true;
    for (let i = 0; i < count; i++) {
      const value = (to[i] as number) - (from[i] as number);
      valuesNs[i] = value;
      if (value !== first) allEqual = false;
    }
    // In a closed load every send lag is 0, and so is every download that came with its first byte.
    if (allEqual) distribution.recordTimes(first, count);
    else distribution.recordAll(valuesNs, count);
  }

  clear(): void {
    this.count = 0;
    this.allHaveFirstBytes = true;
  }
}
