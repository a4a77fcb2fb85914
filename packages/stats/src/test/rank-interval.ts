import { normalCdf, normalQuantile } from '../distribution/normal.js';
import { lowerTailSteps, signFlipDistribution, subsetSumDistribution } from '../distribution/subset-sum.js';
import type { Interval } from '../evidence/evidence.js';
import { EXACT_PAIRS, EXACT_RANK_SUM } from './exact-limits.js';
import { kthPairValue, type PairCounter } from './pair-order.js';

/** All pair values of a Hodges–Lehmann estimate, known by counting. */
export interface OrderedPairs {
  readonly counter: PairCounter;
  readonly lowest: number;
  readonly highest: number;
  readonly total: number;
}

/** The interval runs from the `rank`-th smallest pair value to the `rank`-th largest; none if rank is 0. */
export interface RankEnd {
  readonly rank: number;
  /** The probability that the interval misses on one side. */
  readonly tail: number;
}

/** The rank that inverts the rank-sum test of m against n samples; exact while both are small. */
export function rankSumEnd(m: number, n: number, tail: number): RankEnd {
  if (Math.max(m, n) > EXACT_RANK_SUM) return normalEnd((m * n) / 2, (m * n * (m + n + 1)) / 12, tail);
  const size = Math.min(m, n);
  const ranks = Array.from({ length: m + n }, (_, i) => i);
  const { steps, probability } = lowerTailSteps(subsetSumDistribution(ranks, size), tail);
  // U counts from the smallest sum that `size` different ranks can have.
  return { rank: steps - (size * (size - 1)) / 2, tail: probability };
}

/** The rank that inverts the signed-rank test of n pairs; exact while they are few. */
export function signedRankEnd(n: number, tail: number): RankEnd {
  if (n > EXACT_PAIRS) return normalEnd((n * (n + 1)) / 4, (n * (n + 1) * (2 * n + 1)) / 24, tail);
  const ranks = Array.from({ length: n }, (_, i) => i + 1);
  const { steps, probability } = lowerTailSteps(signFlipDistribution(ranks), tail);
  return { rank: steps, tail: probability };
}

/** The median of the pair values. */
export function medianOfPairs({ counter, lowest, highest, total }: OrderedPairs): number {
  const lower = kthPairValue(counter, lowest, highest, Math.ceil(total / 2));
  if (total % 2 === 1) return lower;
  return lower / 2 + kthPairValue(counter, lowest, highest, total / 2 + 1) / 2;
}

/** From the `rank`-th smallest to the `rank`-th largest pair value. */
export function intervalOfPairs({ counter, lowest, highest, total }: OrderedPairs, rank: number): Interval {
  return [
    kthPairValue(counter, lowest, highest, rank),
    kthPairValue(counter, lowest, highest, total + 1 - rank),
  ];
}

/** The largest rank whose tail, with continuity correction, stays within `tail`. */
function normalEnd(mean: number, variance: number, tail: number): RankEnd {
  const deviation = Math.sqrt(variance);
  const rank = Math.max(0, Math.floor(mean + deviation * normalQuantile(tail) + 0.5));
  return { rank, tail: rank === 0 ? 0 : normalCdf((rank - 0.5 - mean) / deviation) };
}
