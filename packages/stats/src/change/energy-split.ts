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
  /** By rank: the sum of the value's distances to all values of its segment, whatever their order (`distancesWithin`). */
  readonly distances: Float64Array;
}

/**
 * The cut of a segment with the largest energy statistic of Matteson and James ("A nonparametric approach for multiple change
 * point analysis", 2014, equations 5 and 6 with α = 1): mn/(m+n) × (2 × the mean distance between the parts − the mean distances
 * within them). Each part has at least `minSegment` values; null when the segment is too short. O(n log n): distances within the
 * left part grow value by value; those between the parts and within the right one are what is left of the distances to all, which no
 * shuffling within the segment changes.
 */
export function bestEnergySplit(
  { values, ranks, distances }: RankedSeries,
  { from, to }: Segment,
  minSegment: number,
  sums: DistanceSums,
): EnergySplit | null {
  const size = to - from;
  if (size < 2 * minSegment) return null;
  let twiceAll = 0;
  for (let i = from; i < to; i++) twiceAll += distances[ranks[i]!]!;
  let left = 0;
  let leftToAll = 0;
  let at = -1;
  let most = Number.NEGATIVE_INFINITY;
  sums.clear();
  for (let m = 1; m <= size - minSegment; m++) {
    const i = from + m - 1;
    left += sums.add(ranks[i]!, values[i]!);
    leftToAll += distances[ranks[i]!]!;
    if (m < minSegment) continue;
    const n = size - m;
    const between = leftToAll - 2 * left;
    const right = twiceAll / 2 - left - between;
    // The statistic without its factor 2 ÷ size, and with m × n cancelled: 2 divisions where the terms as printed have 6.
    const statistic = between - (n * left) / Math.max(m - 1, 1) - (m * right) / Math.max(n - 1, 1);
    if (statistic > most) {
      most = statistic;
      at = i + 1;
    }
  }
  return { at, statistic: (2 * most) / size };
}

/** For `RankedSeries.distances`: by rank, each value's sum of distances to all values of its segment. O(n log n). */
export function distancesWithin(
  values: Float64Array,
  ranks: Int32Array,
  segments: readonly Segment[],
): Float64Array {
  const distances = new Float64Array(values.length);
  for (const { from, to } of segments) {
    const order = Array.from({ length: to - from }, (_, i) => from + i).sort((a, b) => ranks[a]! - ranks[b]!);
    const all = order.reduce((sum, i) => sum + values[i]!, 0);
    let below = 0;
    for (const [count, i] of order.entries()) {
      const value = values[i]!;
      distances[ranks[i]!] = value * count - below + (all - below) - value * (order.length - count);
      below += value;
    }
  }
  return distances;
}
