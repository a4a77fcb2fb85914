import { requireArgument } from '../errors.js';
import { nonEmptyBuckets } from './bucket-statistics.js';
import type { BucketCounts } from './interchange.js';

/** A point of the percentile spectrum: `count` values are ≤ `value`. */
export interface SpectrumPoint {
  /** Fraction in 0 … 1. */
  readonly quantile: number;
  /** The highest value equivalent to the one at this quantile. */
  readonly value: number;
  readonly count: number;
}

/**
 * The points of HdrHistogram's percentile distribution: `ticksPerHalfDistance` of them for each halving of the distance to 100 %
 * (so 99.9 % is drawn as finely as 50 %), ending with quantile 1. Empty for an empty histogram.
 */
export function percentileSpectrum(
  source: BucketCounts,
  total: number,
  ticksPerHalfDistance: number,
): SpectrumPoint[] {
  requireArgument(
    Number.isInteger(ticksPerHalfDistance) && ticksPerHalfDistance >= 1,
    `ticksPerHalfDistance must be a positive integer, got ${ticksPerHalfDistance}`,
  );
  const points: SpectrumPoint[] = [];
  let level = 0;
  for (const { high, cumulativeCount } of nonEmptyBuckets(source)) {
    const reached = cumulativeCount / total;
    while (level <= reached && cumulativeCount < total) {
      points.push({ quantile: level, value: high, count: cumulativeCount });
      level = nextLevel(level, ticksPerHalfDistance);
    }
    if (cumulativeCount === total) points.push({ quantile: 1, value: high, count: total });
  }
  return points;
}

function nextLevel(level: number, ticksPerHalfDistance: number): number {
  const halvings = Math.floor(Math.log2(1 / (1 - level))) + 1;
  return level + 1 / (2 ** halvings * ticksPerHalfDistance);
}
