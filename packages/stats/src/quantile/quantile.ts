import { requireArgument } from '../errors.js';
import { nanWarning, type Samples, sorted } from '../evidence/samples.js';

/**
 * The nine sample quantiles of Hyndman and Fan, "Sample quantiles in statistical packages", 1996, numbered as in R. 7
 * (the default of R, NumPy and spreadsheets) interpolates; 1 returns a value that was measured; 8 is median-unbiased.
 */
export type QuantileType = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

/**
 * The q-quantile (0 ≤ q ≤ 1) of samples in any order; NaN for no samples or when one is NaN. O(n log n): sort once
 * and use {@link quantileSorted} for many. Throws `ERR_STATS_BAD_ARGUMENT` for q outside 0 … 1.
 */
export function quantile(samples: Samples, q: number, type: QuantileType = 7): number {
  if (nanWarning(samples) !== undefined) return Number.NaN;
  return quantileSorted(sorted(samples), q, type);
}

/** As {@link quantile}, of samples already ascending and free of NaN. O(1). */
export function quantileSorted(ascending: Samples, q: number, type: QuantileType = 7): number {
  requireArgument(q >= 0 && q <= 1, `a quantile lies in 0 … 1 (0.99, not 99), got ${q}`);
  const n = ascending.length;
  if (n === 0) return Number.NaN;
  const { rank, weight } = type <= 3 ? stepRank(n, q, type) : interpolatedRank(n, q, type);
  const below = ascending[Math.min(Math.max(rank, 1), n) - 1]!;
  const above = ascending[Math.min(Math.max(rank + 1, 1), n) - 1]!;
  if (weight === 0 || below === above) return below;
  return weight === 1 ? above : below + weight * (above - below);
}

/** The median (all types but 1 and 3 agree on it, up to rounding; this is type 7). NaN when empty. */
export function median(samples: Samples): number {
  return quantile(samples, 0.5);
}

interface WeightedRank {
  /** 1-based rank of the order statistic below. */
  readonly rank: number;
  /** How much the next order statistic counts, 0 … 1. */
  readonly weight: number;
}

// n·q is often a hair off the whole number it stands for (100 × 0.29 is 28.999999999999996).
const FUZZ = 4 * Number.EPSILON;

/** Types 1–3: discontinuous, a measured value (or the middle of two). */
function stepRank(n: number, q: number, type: QuantileType): WeightedRank {
  const position = type === 3 ? n * q - 0.5 : n * q;
  const rank = Math.floor(position + FUZZ * Math.max(1, position));
  if (position - rank > FUZZ * Math.max(1, position)) return { rank, weight: 1 };
  if (type === 2) return { rank, weight: 0.5 };
  // Type 3 takes the even rank at a tie.
  return { rank, weight: type === 3 && rank % 2 !== 0 ? 1 : 0 };
}

/** Types 4–9: position a + q·(n + 1 − a − b) with plotting constants a and b (equal except for type 4). */
function interpolatedRank(n: number, q: number, type: QuantileType): WeightedRank {
  const [a, b] = PLOTTING_CONSTANTS[type] ?? [1, 1];
  const position = a + q * (n + 1 - a - b);
  const rank = Math.floor(position + FUZZ * Math.max(1, position));
  const weight = position - rank;
  return { rank, weight: Math.abs(weight) < FUZZ * Math.max(1, position) ? 0 : weight };
}

const PLOTTING_CONSTANTS: Partial<Record<QuantileType, readonly [number, number]>> = {
  4: [0, 1],
  5: [0.5, 0.5],
  6: [0, 0],
  7: [1, 1],
  8: [1 / 3, 1 / 3],
  9: [3 / 8, 3 / 8],
};
