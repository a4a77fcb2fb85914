import type { Samples } from '../evidence/samples.js';

/** The stored form of {@link Moments}. `min` and `max` are null while nothing was added. */
export interface MomentsJson {
  readonly n: number;
  readonly mean: number;
  readonly m2: number;
  readonly min: number | null;
  readonly max: number | null;
}

/**
 * Count, mean, variance and extremes of a stream in constant memory. Adding is Welford's update (1962), merging is
 * that of Chan, Golub and LeVeque (1979): both keep full precision where Σx² − (Σx)²/n cancels.
 *
 * NaN and infinities are arithmetic: once added, mean and variance are NaN from then on (never silently dropped).
 */
export class Moments {
  #n = 0;
  #mean = 0;
  #m2 = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;

  /** The moments of a list. */
  static of(samples: Samples): Moments {
    const moments = new Moments();
    for (let i = 0; i < samples.length; i++) moments.add(samples[i]!);
    return moments;
  }

  static fromJSON(json: MomentsJson): Moments {
    const moments = new Moments();
    moments.#n = json.n;
    moments.#mean = json.mean;
    moments.#m2 = json.m2;
    moments.#min = json.min ?? Number.POSITIVE_INFINITY;
    moments.#max = json.max ?? Number.NEGATIVE_INFINITY;
    return moments;
  }

  /** Adds one value. O(1), no allocation. */
  add(value: number): void {
    this.#n++;
    const fromOldMean = value - this.#mean;
    this.#mean += fromOldMean / this.#n;
    this.#m2 += fromOldMean * (value - this.#mean);
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
  }

  /**
   * Adds the first `count` values of a list: their own moments in two passes, then one merge. No allocation, and no
   * division per value: about 2 ns each in place of the 6 of {@link add}.
   */
  addAll(values: Samples, count = values.length): void {
    if (count === 0) return;
    let sum = 0;
    let min = this.#min;
    let max = this.#max;
    for (let i = 0; i < count; i++) {
      const value = values[i]!;
      sum += value;
      if (value < min) min = value;
      if (value > max) max = value;
    }
    const mean = sum / count;
    let m2 = 0;
    for (let i = 0; i < count; i++) {
      const apart = values[i]! - mean;
      m2 += apart * apart;
    }
    this.#min = min;
    this.#max = max;
    this.#join(count, mean, m2);
  }

  /** Adds `times` equal values. O(1). */
  addTimes(value: number, times: number): void {
    if (times === 0) return;
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
    this.#join(times, value, 0);
  }

  /** Adds all that `other` has seen; `other` stays as it is. */
  merge(other: Moments): void {
    if (other.#n === 0) return;
    if (other.#min < this.#min) this.#min = other.#min;
    if (other.#max > this.#max) this.#max = other.#max;
    this.#join(other.#n, other.#mean, other.#m2);
  }

  #join(n: number, mean: number, m2: number): void {
    const total = this.#n + n;
    const apart = mean - this.#mean;
    this.#m2 += m2 + (apart * apart * this.#n * n) / total;
    this.#mean += (apart * n) / total;
    this.#n = total;
  }

  /** How many values were added. */
  get n(): number {
    return this.#n;
  }

  /** NaN while empty. */
  get mean(): number {
    return this.#n === 0 ? Number.NaN : this.#mean;
  }

  /** Σ(x − mean)². */
  get m2(): number {
    return this.#m2;
  }

  /** The unbiased sample variance m2/(n−1); NaN for fewer than two values. */
  get variance(): number {
    return this.#n < 2 ? Number.NaN : this.#m2 / (this.#n - 1);
  }

  /** Square root of {@link variance}. */
  get stddev(): number {
    return Math.sqrt(this.variance);
  }

  /** Standard error of the mean, stddev/√n; NaN for fewer than two values. */
  get standardError(): number {
    return Math.sqrt(this.variance / this.#n);
  }

  /** NaN while empty. */
  get min(): number {
    return this.#n === 0 ? Number.NaN : this.#min;
  }

  /** NaN while empty. */
  get max(): number {
    return this.#n === 0 ? Number.NaN : this.#max;
  }

  toJSON(): MomentsJson {
    return {
      n: this.#n,
      mean: this.#n === 0 ? 0 : this.#mean,
      m2: this.#m2,
      min: this.#n === 0 ? null : this.#min,
      max: this.#n === 0 ? null : this.#max,
    };
  }
}
