import { requireArgument } from '../errors.js';
import { quantileOfBuckets } from './bucket-quantile.js';
import { type Bucket, countInRange, momentsOfBuckets, nonEmptyBuckets } from './bucket-statistics.js';
import { extentOf } from './extent.js';
import { jsonOf, requireStoredCount } from './histogram-json.js';
import type {
  HistogramJson,
  HistogramMeaning,
  HistogramOptions,
  HistogramQuantile,
  MeasuredFrom,
} from './histogram-types.js';
import { type BucketCounts, decodeCounts, encodeCounts } from './interchange.js';
import { BucketLayout, DEFAULT_SHAPE, type HistogramShape } from './layout.js';
import { requireSameKind } from './same-kind.js';
import { percentileSpectrum, type SpectrumPoint } from './spectrum.js';

/**
 * Records values (by default nanoseconds) into the buckets of HdrHistogram: constant memory, constant time, relative
 * error fixed by `significantDigits`. Fractions are cut off in the buckets; `min` and `max` are kept exactly.
 * Recording never throws: values above `highestTrackableValue` count in the last bucket and in `overflowCount`,
 * negative ones as 0 and in `underflowCount`, and NaN is not recorded but counted in `invalidCount`. Exact mean and
 * variance: {@link Moments}.
 */
export class Histogram {
  readonly measuredFrom: MeasuredFrom;
  readonly unit: string;
  readonly #layout: BucketLayout;
  readonly #counts: Float64Array;
  // Copied from the layout: one load less per record than through it.
  readonly #halfMagnitude: number;
  readonly #unitMagnitude: number;
  readonly #subBucketMask: number;
  readonly #fastLimit: number;
  readonly #highest: number;
  #count = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;
  #extremesAreExact = true;
  #overflowCount = 0;
  #underflowCount = 0;
  #invalidCount = 0;

  /** Throws `ERR_HISTOGRAM_CONFIG` for an impossible shape. Memory: 8 bytes per bucket, about 270 kB by default. */
  constructor(options: HistogramOptions = {}) {
    this.measuredFrom = options.measuredFrom ?? 'other';
    this.unit = options.unit ?? 'ns';
    const layout = new BucketLayout({ ...DEFAULT_SHAPE, ...options });
    this.#layout = layout;
    this.#counts = new Float64Array(layout.length);
    this.#halfMagnitude = layout.halfMagnitude;
    this.#unitMagnitude = layout.unitMagnitude;
    const bits = layout.halfMagnitude + 1 + layout.unitMagnitude;
    this.#subBucketMask = bits < 32 ? 2 ** bits - 1 : 0;
    this.#highest = layout.shape.highestTrackableValue;
    this.#fastLimit = bits < 32 ? Math.min(2 ** 31, this.#highest + 1) : 0;
  }

  /** Records one value. No allocation; see bench/record-cost.mjs for what it costs. */
  record(value: number): void {
    let index: number;
    // Below 2^31 (2.1 s in ns) everything is 32-bit integer work; a NaN or a negative fails the first test.
    if (value >= 0 && value < this.#fastLimit) {
      const bucket = 31 - Math.clz32(value | this.#subBucketMask) - this.#halfMagnitude - this.#unitMagnitude;
      index = (bucket << this.#halfMagnitude) + (value >>> (bucket + this.#unitMagnitude));
    } else {
      index = this.#unusualIndex(value, 1);
      if (index < 0) return;
    }
    this.#counts[index]!++;
    this.#count++;
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
  }

  /** Records `times` equal values; throws `ERR_STATS_BAD_ARGUMENT` unless `times` is a non-negative integer. */
  recordCount(value: number, times: number): void {
    requireArgument(
      Number.isSafeInteger(times) && times >= 0,
      `times must be a non-negative integer, got ${times}`,
    );
    if (times === 0) return;
    const index = this.#unusualIndex(value, times);
    if (index < 0) return;
    this.#counts[index]! += times;
    this.#count += times;
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
  }

  /** The index for any value at all, counting what does not fit; −1 when it must not be recorded. */
  #unusualIndex(value: number, times: number): number {
    if (Math.floor(value) > this.#highest) {
      this.#overflowCount += times;
      return this.#layout.indexOf(this.#highest);
    }
    if (value >= 0) return this.#layout.indexOf(Math.floor(value));
    if (value < 0) {
      this.#underflowCount += times;
      return 0;
    }
    this.#invalidCount += times;
    return -1;
  }

  /**
   * Adds all that `other` has recorded. Throws `ERR_HISTOGRAM_BASIS_MIXED` when the two count from different moments,
   * `ERR_HISTOGRAM_UNIT_MIXED` for different units and `ERR_HISTOGRAM_LAYOUT_MIXED` for different buckets:
   * re-bucketing would quietly lose precision.
   */
  merge(other: Histogram): void {
    requireSameKind(this, other);
    const { first = 0, last = 0 } = other.#buckets;
    for (let i = first; i <= last; i++) this.#counts[i]! += other.#counts[i]!;
    this.#count += other.#count;
    if (other.#min < this.#min) this.#min = other.#min;
    if (other.#max > this.#max) this.#max = other.#max;
    this.#extremesAreExact &&= other.#extremesAreExact;
    this.#overflowCount += other.#overflowCount;
    this.#underflowCount += other.#underflowCount;
    this.#invalidCount += other.#invalidCount;
  }

  /** Forgets everything recorded; keeps the arrays. */
  reset(): void {
    this.#counts.fill(0);
    this.#count = 0;
    this.#min = Number.POSITIVE_INFINITY;
    this.#max = Number.NEGATIVE_INFINITY;
    this.#extremesAreExact = true;
    this.#overflowCount = 0;
    this.#underflowCount = 0;
    this.#invalidCount = 0;
  }

  /** An independent copy. */
  copy(): Histogram {
    const copy = new Histogram({ ...this.#layout.shape, measuredFrom: this.measuredFrom, unit: this.unit });
    copy.merge(this);
    return copy;
  }

  /**
   * Takes away what `earlier`, an older copy of this histogram, had recorded: what is left is what came since. `min`
   * and `max` are then known to bucket precision only. Throws as {@link merge} does, and `ERR_STATS_BAD_ARGUMENT`
   * (leaving this histogram as it was) when `earlier` holds more in some bucket.
   */
  subtract(earlier: Histogram): void {
    requireSameKind(this, earlier);
    for (let i = 0; i < this.#counts.length; i++) {
      requireArgument(
        this.#counts[i]! >= earlier.#counts[i]!,
        `cannot subtract: bucket ${i} holds ${this.#counts[i]}, the other ${earlier.#counts[i]}; it is no older copy`,
      );
    }
    for (let i = 0; i < this.#counts.length; i++) this.#counts[i]! -= earlier.#counts[i]!;
    this.#overflowCount -= earlier.#overflowCount;
    this.#underflowCount -= earlier.#underflowCount;
    this.#invalidCount -= earlier.#invalidCount;
    this.#trackFromBuckets(0, this.#counts.length - 1);
  }

  /** Count, minimum and maximum as the buckets from `first` to `last` show them; the others are empty. */
  #trackFromBuckets(first: number, last: number): void {
    const { count, min, max } = extentOf({ layout: this.#layout, counts: this.#counts, first, last });
    this.#count = count;
    this.#min = min;
    this.#max = max;
    this.#extremesAreExact = false;
  }

  /** The counts, and between which of them all that is not 0 lies: most reading is done there. */
  get #buckets(): BucketCounts {
    const [first, last] = this.#count === 0 ? [0, -1] : [this.#indexOf(this.#min), this.#indexOf(this.#max)];
    return { layout: this.#layout, counts: this.#counts, first, last };
  }

  /** The index of any value, which is widened or cut to what is trackable. */
  #indexOf(value: number): number {
    return this.#layout.indexOf(Math.floor(Math.min(Math.max(0, value), this.#highest)));
  }

  get shape(): HistogramShape {
    return this.#layout.shape;
  }

  /** How many values were recorded, overflow and underflow included. */
  get count(): number {
    return this.#count;
  }

  /** The smallest value as it was given, even if negative; NaN when empty. */
  get min(): number {
    return this.#count === 0 ? Number.NaN : this.#min;
  }

  /** The largest value as it was given, even if beyond the highest trackable; NaN when empty. */
  get max(): number {
    return this.#count === 0 ? Number.NaN : this.#max;
  }

  /** False after decoding or subtracting: then `min` and `max` are the outer ends of the outermost buckets. */
  get extremesAreExact(): boolean {
    return this.#extremesAreExact;
  }

  get overflowCount(): number {
    return this.#overflowCount;
  }

  get underflowCount(): number {
    return this.#underflowCount;
  }

  get invalidCount(): number {
    return this.#invalidCount;
  }

  /** Mean with every value in the middle of its bucket; NaN when empty. O(buckets). */
  get mean(): number {
    return momentsOfBuckets(this.#buckets).mean;
  }

  /** Population standard deviation, as HdrHistogram defines it; NaN when empty. O(buckets). */
  get stddev(): number {
    return momentsOfBuckets(this.#buckets).stddev;
  }

  /**
   * The value of rank ⌈q·count⌉ (the smallest for q = 0; the type-1 quantile of the samples, to bucket precision).
   * Throws `ERR_STATS_BAD_ARGUMENT` unless 0 ≤ q ≤ 1. O(buckets).
   */
  quantile(q: number): HistogramQuantile {
    requireArgument(q >= 0 && q <= 1, `a quantile lies in 0 … 1 (0.99, not 99), got ${q}`);
    return quantileOfBuckets(this.#buckets, q, this);
  }

  /** `quantile(q).value`. */
  quantileValue(q: number): number {
    return this.quantile(q).value;
  }

  /** The points of HdrHistogram's percentile plot; see {@link SpectrumPoint}. */
  percentileSpectrum(ticksPerHalfDistance = 5): SpectrumPoint[] {
    return percentileSpectrum(this.#buckets, this.#count, ticksPerHalfDistance);
  }

  /** The non-empty buckets, ascending. */
  buckets(): Generator<Bucket, void> {
    return nonEmptyBuckets(this.#buckets);
  }

  /** How many values lie in low … high, both ends widened to their buckets. */
  countBetween(low: number, high: number): number {
    if (!(high >= 0 && high >= low)) return 0;
    return countInRange(this.#buckets, this.#indexOf(low), this.#indexOf(high));
  }

  /** The fraction of values ≤ `value`, its whole bucket included; NaN when empty. */
  cdf(value: number): number {
    return this.#count === 0 ? Number.NaN : this.countBetween(0, value) / this.#count;
  }

  /**
   * HdrHistogram V2, compressed, base64: buckets only, without basis, unit and exact extremes ({@link toJSON} has
   * those).
   */
  encode(): string {
    return encodeCounts(this.#buckets);
  }

  /**
   * Reads the V2 base64 of any HdrHistogram port; what the values mean is not in it and must be said.
   * Throws `ERR_HISTOGRAM_DECODE` for anything else.
   */
  static decode(base64: string, meaning: HistogramMeaning = {}): Histogram {
    const { layout, first, counts } = decodeCounts(base64);
    const histogram = new Histogram({ ...layout.shape, ...meaning });
    histogram.#counts.set(counts, first);
    histogram.#trackFromBuckets(first, first + counts.length - 1);
    return histogram;
  }

  toJSON(): HistogramJson {
    return jsonOf(this);
  }

  /** Restores what {@link toJSON} wrote; throws `ERR_HISTOGRAM_DECODE` when count and buckets disagree. */
  static fromJSON(json: HistogramJson): Histogram {
    const histogram = Histogram.decode(json.encoded, { measuredFrom: json.measuredFrom, unit: json.unit });
    requireStoredCount(json, histogram.#count);
    histogram.#min = json.min ?? histogram.#min;
    histogram.#max = json.max ?? histogram.#max;
    histogram.#extremesAreExact = json.extremesAreExact;
    histogram.#overflowCount = json.overflowCount;
    histogram.#underflowCount = json.underflowCount;
    histogram.#invalidCount = json.invalidCount;
    return histogram;
  }
}
