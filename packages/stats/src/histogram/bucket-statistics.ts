import type { BucketCounts } from './interchange.js';

/** One non-empty bucket: `count` values lie in low … high (integers, both included). */
export interface Bucket {
  readonly low: number;
  readonly high: number;
  readonly count: number;
  /** How many values lie in this bucket or below. */
  readonly cumulativeCount: number;
}

/** The index of the bucket that holds the value of the given rank (1 = smallest); −1 when there are fewer. */
export function indexOfRank({ layout, counts, first = 0 }: BucketCounts, rank: number): number {
  let seen = 0;
  for (let index = first; index < layout.length; index++) {
    seen += counts[index]!;
    if (seen >= rank) return index;
  }
  return -1;
}

/** All non-empty buckets, ascending. */
export function* nonEmptyBuckets(source: BucketCounts): Generator<Bucket, void> {
  const { layout, counts, first = 0, last = layout.length - 1 } = source;
  let cumulativeCount = 0;
  for (let index = first; index <= last; index++) {
    const count = counts[index]!;
    if (count === 0) continue;
    cumulativeCount += count;
    yield { low: layout.lowestValueAt(index), high: layout.highestValueAt(index), count, cumulativeCount };
  }
}

/** Sum of the counts from index `from` to index `to`, both included. */
export function countInRange({ layout, counts }: BucketCounts, from: number, to: number): number {
  let sum = 0;
  const last = Math.min(to, layout.length - 1);
  for (let index = from; index <= last; index++) sum += counts[index]!;
  return sum;
}

/** Mean and population standard deviation with every value put in the middle of its bucket; NaN when empty. */
export function momentsOfBuckets(source: BucketCounts): { mean: number; stddev: number } {
  let count = 0;
  let mean = 0;
  let m2 = 0;
  for (const bucket of nonEmptyBuckets(source)) {
    const middle = (bucket.low + bucket.high) / 2;
    count += bucket.count;
    const fromOldMean = middle - mean;
    mean += (fromOldMean * bucket.count) / count;
    m2 += bucket.count * fromOldMean * (middle - mean);
  }
  return count === 0 ? { mean: Number.NaN, stddev: Number.NaN } : { mean, stddev: Math.sqrt(m2 / count) };
}
