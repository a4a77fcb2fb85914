import { indexOfRank } from './bucket-statistics.js';
import type { HistogramQuantile } from './histogram-types.js';
import type { BucketCounts } from './interchange.js';

/** What is known beside the buckets and narrows (or honestly widens) a quantile. */
interface Extremes {
  readonly count: number;
  readonly min: number;
  readonly max: number;
  /** Some values lie below the first bucket. */
  readonly underflowed: boolean;
  /** Some values lie above the bucket of the highest trackable value. */
  readonly overflowed: boolean;
}

/** The value of rank ⌈q·count⌉, at least 1, with the range that it may lie in. O(buckets). */
export function quantileOfBuckets(source: BucketCounts, q: number, known: Extremes): HistogramQuantile {
  const { layout } = source;
  const { significantDigits, highestTrackableValue } = layout.shape;
  if (known.count === 0) {
    return {
      value: Number.NaN,
      low: Number.NEGATIVE_INFINITY,
      high: Number.POSITIVE_INFINITY,
      significantDigits,
    };
  }
  // q·count may come out an ulp above the whole number it stands for, which must not skip a rank.
  const rank = Math.max(1, Math.ceil(q * known.count * (1 - 2 ** -51)));
  const index = indexOfRank(source, rank);
  const bucketHigh = layout.highestValueAt(index);
  const holdsOverflow = known.overflowed && index === layout.indexOf(highestTrackableValue);
  const holdsUnderflow = known.underflowed && index === 0;
  return {
    value: Math.min(bucketHigh, known.max),
    low: holdsUnderflow ? known.min : Math.max(layout.lowestValueAt(index), known.min),
    high: holdsOverflow ? known.max : Math.min(bucketHigh, known.max),
    significantDigits,
  };
}
