import { StatsError } from '../errors.js';

/** What fixes the buckets of a histogram; two histograms with equal shapes have equal buckets. */
export interface HistogramShape {
  /** Values below this are not told apart. At least 1. Default 1 (ns). */
  readonly lowestDiscernibleValue: number;
  /** The largest value that is not counted as overflow. Default 3.6e12 (an hour in ns). */
  readonly highestTrackableValue: number;
  /** Decimal digits kept at every magnitude, 1 … 5. Default 3: a relative error below 0.1 %. */
  readonly significantDigits: number;
}

export const DEFAULT_SHAPE: HistogramShape = {
  lowestDiscernibleValue: 1,
  highestTrackableValue: 3.6e12,
  significantDigits: 3,
};

/**
 * The bucket layout of HdrHistogram (Gil Tene): linear within each power of two, so that the width of a bucket is a
 * fixed fraction of its value. Index arithmetic is kept in this class for readers; the recorder inlines the same
 * steps.
 */
export class BucketLayout {
  readonly shape: HistogramShape;
  /** log2 of the width of the narrowest bucket. */
  readonly unitMagnitude: number;
  /** log2 of half the number of linear steps per power of two. */
  readonly halfMagnitude: number;
  readonly subBucketCount: number;
  /** Length of the counts array. */
  readonly length: number;
  /** 1 / bucket width, by power of two: a lookup, where computing 2 ** n costs 50 ns and more. */
  readonly #perUnit: Float64Array;
  /** Bucket width, by power of two. */
  readonly #widths: Float64Array;

  /** Throws `ERR_HISTOGRAM_CONFIG` for an impossible shape. */
  constructor(shape: HistogramShape) {
    requireShape(shape);
    const { lowestDiscernibleValue, highestTrackableValue, significantDigits } = shape;
    this.shape = { lowestDiscernibleValue, highestTrackableValue, significantDigits };
    this.unitMagnitude = Math.floor(Math.log2(shape.lowestDiscernibleValue));
    this.halfMagnitude = Math.ceil(Math.log2(2 * 10 ** shape.significantDigits)) - 1;
    this.subBucketCount = 2 ** (this.halfMagnitude + 1);
    const buckets = bucketsNeeded(this.subBucketCount * 2 ** this.unitMagnitude, shape);
    this.length = (buckets + 1) * (this.subBucketCount / 2);
    this.#perUnit = Float64Array.from(
      { length: buckets },
      (_, bucket) => 2 ** -(bucket + this.unitMagnitude),
    );
    this.#widths = this.#perUnit.map((perUnit) => 1 / perUnit);
  }

  /** The smallest value that is counted at `index`. */
  lowestValueAt(index: number): number {
    const half = this.subBucketCount / 2;
    const bucket = Math.max(Math.floor(index / half) - 1, 0);
    return (index - bucket * half) * this.#widths[bucket]!;
  }

  /** How many integer values share the bucket at `index`. */
  widthAt(index: number): number {
    const half = this.subBucketCount / 2;
    return this.#widths[Math.max(Math.floor(index / half) - 1, 0)]!;
  }

  /** The largest integer value that is counted at `index`. */
  highestValueAt(index: number): number {
    return this.lowestValueAt(index) + this.widthAt(index) - 1;
  }

  /** The index that counts `value`, an integer in 0 … highestTrackableValue. */
  indexOf(value: number): number {
    const magnitude = value < 2 ** 32 ? 31 - Math.clz32(value) : 63 - Math.clz32(value / 2 ** 32);
    const bucket = Math.max(magnitude - this.halfMagnitude - this.unitMagnitude, 0);
    return (bucket << this.halfMagnitude) + Math.floor(value * this.#perUnit[bucket]!);
  }
}

function bucketsNeeded(firstUntrackable: number, shape: HistogramShape): number {
  let buckets = 1;
  for (let limit = firstUntrackable; limit <= shape.highestTrackableValue; limit *= 2) {
    buckets++;
    // As HdrHistogram: the next doubling could not be told from its neighbours in a double.
    if (limit > Number.MAX_SAFE_INTEGER / 2) break;
  }
  return buckets;
}

function requireShape(shape: HistogramShape): void {
  const { lowestDiscernibleValue: lowest, highestTrackableValue: highest, significantDigits: digits } = shape;
  if (!(Number.isSafeInteger(lowest) && lowest >= 1)) {
    throw new StatsError(
      'ERR_HISTOGRAM_CONFIG',
      `lowestDiscernibleValue must be an integer of at least 1, got ${lowest}`,
    );
  }
  if (!(Number.isSafeInteger(highest) && highest >= 2 * lowest)) {
    throw new StatsError(
      'ERR_HISTOGRAM_CONFIG',
      `highestTrackableValue must be an integer from 2 × lowestDiscernibleValue (${2 * lowest}) to 2^53 − 1, got ${highest}`,
    );
  }
  if (!(Number.isInteger(digits) && digits >= 1 && digits <= 5)) {
    throw new StatsError('ERR_HISTOGRAM_CONFIG', `significantDigits must be 1, 2, 3, 4 or 5, got ${digits}`);
  }
}
