import type { Random } from '../random/random.js';
import { DistanceSums } from './distance-sums.js';
import {
  bestEnergySplit,
  distancesWithin,
  type EnergySplit,
  type RankedSeries,
  type Segment,
} from './energy-split.js';

export interface DivisionOptions {
  readonly minSegment: number;
  readonly significance: number;
  readonly permutations: number;
  readonly random: Random;
}

/** One change that was found: where, and how often chance alone does as well. */
export interface Division {
  readonly at: number;
  readonly pValue: number;
}

/**
 * E-divisive means (Matteson and James 2014): cuts the series where the energy statistic is largest, again and again, until the
 * next cut is no better than what values shuffled within their segments give. Ascending by place. Each round costs
 * (permutations + 1) × O(n log n); a round that cannot become significant any more ends early.
 */
export function divide(values: Float64Array, options: DivisionOptions): Division[] {
  const ranks = ranksOf(values);
  const sums = new DistanceSums(values.length);
  const found: Division[] = [];
  let segments: Segment[] = [{ from: 0, to: values.length }];
  for (;;) {
    const series = { values, ranks, distances: distancesWithin(values, ranks, segments) };
    const best = bestOf(series, segments, options.minSegment, sums);
    if (best === null || best.statistic <= 0) break;
    const pValue = chance(series, segments, best, options, sums);
    if (pValue > options.significance) break;
    found.push({ at: best.at, pValue });
    segments = segments.flatMap(({ from, to }) =>
      from < best.at && best.at < to
        ? [
            { from, to: best.at },
            { from: best.at, to },
          ]
        : [{ from, to }],
    );
  }
  return found.sort((a, b) => a.at - b.at);
}

function ranksOf(values: Float64Array): Int32Array {
  const order = Array.from(values, (_, i) => i).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Int32Array(values.length);
  for (const [rank, i] of order.entries()) ranks[i] = rank;
  return ranks;
}

function bestOf(
  series: RankedSeries,
  segments: readonly Segment[],
  minSegment: number,
  sums: DistanceSums,
): EnergySplit | null {
  let best: EnergySplit | null = null;
  for (const segment of segments) {
    const split = bestEnergySplit(series, segment, minSegment, sums);
    if (split !== null && (best === null || split.statistic > best.statistic)) best = split;
  }
  return best;
}

/** The permutation p-value (hits + 1)/(permutations + 1): shuffled within segments, so that changes found already stay. */
function chance(
  series: RankedSeries,
  segments: readonly Segment[],
  best: EnergySplit,
  { minSegment, significance, permutations, random }: DivisionOptions,
  sums: DistanceSums,
): number {
  const shuffled = { ...series, values: series.values.slice(), ranks: series.ranks.slice() };
  const mostHits = significance * (permutations + 1) - 1;
  let hits = 0;
  for (let done = 0; done < permutations; done++) {
    for (const segment of segments) shuffleWithin(shuffled, segment, random);
    const other = bestOf(shuffled, segments, minSegment, sums);
    if (other !== null && other.statistic >= best.statistic && ++hits > mostHits) return 1;
  }
  return (hits + 1) / (permutations + 1);
}

/** Fisher–Yates on values and ranks together. */
function shuffleWithin({ values, ranks }: RankedSeries, { from, to }: Segment, random: Random): void {
  for (let i = to - 1; i > from; i--) {
    const j = from + random.nextInt(i - from + 1);
    const value = values[i]!;
    values[i] = values[j]!;
    values[j] = value;
    const rank = ranks[i]!;
    ranks[i] = ranks[j]!;
    ranks[j] = rank;
  }
}
