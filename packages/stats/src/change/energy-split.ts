import type { DistanceSums } from './distance-sums.js';

/** A place to cut a segment in two, and how different the parts are. */
export interface EnergySplit {
  /** Index in the series of the first value after the cut. */
  readonly at: number;
  /** The scaled energy statistic: 0 for parts of one distribution, on average. */
  readonly statistic: number;
}

export interface Segment {
  readonly from: number;
  /** The index after its last value. */
  readonly to: number;
}

/** Values with their ranks, in the order they are looked at. */
export interface RankedSeries {
  readonly values: Float64Array;
  readonly ranks: Int32Array;
}

/**
 * The cut of a segment with the largest energy statistic of Matteson and James ("A nonparametric approach for multiple change
 * point analysis", 2014, equations 5 and 6 with α = 1): mn/(m+n) × (2 × the mean distance between the parts − the mean distances
 * within them). Each part has at least `minSegment` values; null when the segment is too short. O(n log n): distances within the
 * parts grow value by value from either end, and those between are what is left of all.
 */
export function bestEnergySplit(
  series: RankedSeries,
  { from, to }: Segment,
  minSegment: number,
  sums: DistanceSums,
): EnergySplit | null {
  const size = to - from;
  if (size < 2 * minSegment) return null;
  const left = withinFromLeft(series, from, to, sums);
  const right = withinFromRight(series, from, to, sums);
  const all = left[size]!;
  let best: EnergySplit | null = null;
  for (let m = minSegment; m <= size - minSegment; m++) {
    const n = size - m;
    const inside = left[m]! + right[m]!;
    const between = (2 * (all - inside)) / (m * n);
    const statistic = ((m * n) / size) * (between - meanDistance(left[m]!, m) - meanDistance(right[m]!, n));
    if (best === null || statistic > best.statistic) best = { at: from + m, statistic };
  }
  return best;
}

/** From the sum over all pairs; one value has no distance to itself. */
function meanDistance(sum: number, size: number): number {
  return size < 2 ? 0 : (2 * sum) / (size * (size - 1));
}

/** At m: the sum of distances among the first m values of the segment. */
function withinFromLeft(
  { values, ranks }: RankedSeries,
  from: number,
  to: number,
  sums: DistanceSums,
): Float64Array {
  const within = new Float64Array(to - from + 1);
  sums.clear();
  for (let i = from; i < to; i++) {
    within[i - from + 1] = within[i - from]! + sums.add(ranks[i]!, values[i]!);
  }
  return within;
}

/** At m: the sum of distances among all but the first m values. */
function withinFromRight(
  { values, ranks }: RankedSeries,
  from: number,
  to: number,
  sums: DistanceSums,
): Float64Array {
  const within = new Float64Array(to - from + 1);
  sums.clear();
  for (let i = to - 1; i >= from; i--) {
    within[i - from] = within[i - from + 1]! + sums.add(ranks[i]!, values[i]!);
  }
  return within;
}
