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
 * The points of HdrHistogram's percentile distribution: `ticksPerHalfDistance` of them for each halving of the
 * distance to 100 % (so 99.9 % is drawn as finely as 50 %), ending with quantile 1. Empty for an empty histogram.
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
    const isLast = cumulativeCount === total;
    // Levels are sums of fractions: the allowance keeps 0.30000000000000004 from missing a share of 0.3.
    while (level <= cumulativeCount / total + 1e-12) {
      points.push({ quantile: level, value: high, count: cumulativeCount });
      level = nextLevel(level, ticksPerHalfDistance);
      // One point for the last bucket, else the levels would creep up to 1 for ever.
      if (isLast) break;
    }
    if (isLast) points.push({ quantile: 1, value: high, count: total });
  }
  return points;
}

function nextLevel(level: number, ticksPerHalfDistance: number): number {
  const halvings = Math.floor(Math.log2(1 / (1 - level))) + 1;
  return level + 1 / (2 ** halvings * ticksPerHalfDistance);
}
