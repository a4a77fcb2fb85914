import { indexOfRank } from './bucket-statistics.js';
import type { HistogramQuantile } from './histogram-types.js';
import type { BucketCounts } from './interchange.js';

/** What a histogram knows beside its buckets, which narrows (or honestly widens) a quantile. */
interface Extremes {
  readonly count: number;
  readonly min: number;
  readonly max: number;
  /** Values below the first bucket, counted there. */
  readonly underflowCount: number;
  /** Values above the highest trackable one, counted in its bucket. */
  readonly overflowCount: number;
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
  const holdsOverflow = known.overflowCount > 0 && index === layout.indexOf(highestTrackableValue);
  const holdsUnderflow = known.underflowCount > 0 && index === 0;
  return {
    value: Math.min(bucketHigh, known.max),
    low: holdsUnderflow ? known.min : Math.max(layout.lowestValueAt(index), known.min),
    high: holdsOverflow ? known.max : Math.min(bucketHigh, known.max),
    significantDigits,
  };
}
