import { requireArgument } from '../errors.js';
import { type ConfidenceOptions, confidenceOf } from '../evidence/evidence.js';
import { nonFiniteWarning, type Samples } from '../evidence/samples.js';
import { type Warning, warn } from '../evidence/warning.js';
import { type DifferenceEvidence, welchDifference } from '../interval/difference.js';
import { type RatioEvidence, welchRatio } from '../interval/ratio.js';
import { createRandom, type Seed } from '../random/random.js';
import { blockMeans } from '../series/block-means.js';
import { type Division, type DivisionOptions, divide } from './e-divisive.js';
import { medianCusum } from './median-cusum.js';

/** Below this E-divisive cannot reach a p-value of 0.01 that means anything: one change by CUSUM is what such a series can show. */
const SHORT = 16;

/** Longer series are looked at in blocks first, then value by value around what was found: 10,000 runs take a second. */
const LONGEST = 500;

export interface ChangePointOptions extends ConfidenceOptions {
  /** Least number of values between two changes. Default 3. */
  readonly minSegment?: number;
  /** A change is reported when chance does as well at most so often. Default 0.01. */
  readonly significance?: number;
  /** Shuffled series per test. Default 199. */
  readonly permutations?: number;
  /** The same seed finds the same changes. Default 1. */
  readonly seed?: Seed;
}

/** A lasting change of level. */
export interface ChangePoint {
  /** Index of the first value after it. */
  readonly at: number;
  readonly pValue: number;
  /** Means of the stretches on either side, up to the next change. */
  readonly before: number;
  readonly after: number;
  /** after − before, with its Welch interval. */
  readonly difference: DifferenceEvidence;
  /** after / before; no estimate where values are not all above zero. */
  readonly ratio: RatioEvidence;
}

export interface ChangePoints {
  /** Ascending by place. */
  readonly changes: readonly ChangePoint[];
  readonly n: number;
  readonly method: string;
  readonly warnings: readonly Warning[];
}

/**
 * Where the level of a series in order of time changed for good. E-divisive means with permutation tests (Matteson and James 2014)
 * from 16 values on, a median-based CUSUM for shorter ones; seeded. The intervals of difference and ratio are Welch's, between the
 * stretches on either side: they describe a change that was looked for, so they are somewhat too sure of themselves.
 *
 * @throws StatsError `ERR_STATS_BAD_ARGUMENT` for a `minSegment` below 2, a significance outside (0, 1) or no permutations
 */
export function changePoints(series: Samples, options: ChangePointOptions = {}): ChangePoints {
  confidenceOf(options);
  const { minSegment = 3, significance = 0.01, permutations = 199, seed = 1 } = options;
  requireArgument(
    Number.isInteger(minSegment) && minSegment >= 2,
    `minSegment must be 2 or more, got ${minSegment}`,
  );
  requireArgument(
    significance > 0 && significance < 1,
    `significance must lie between 0 and 1, got ${significance}`,
  );
  requireArgument(
    Number.isInteger(permutations) && permutations >= 1,
    `permutations must be positive, got ${permutations}`,
  );
  const n = series.length;
  const isShort = n < SHORT;
  const method = isShort ? 'median CUSUM, permutation test' : 'E-divisive means, permutation test';
  const bad = nonFiniteWarning(series, 'series');
  if (bad !== undefined) return { changes: [], n, method, warnings: [bad] };
  if (n < 2 * minSegment) {
    const text = `a change needs ${minSegment} values on either side, got ${n} in all`;
    return { changes: [], n, method, warnings: [warn('TOO_FEW_SAMPLES', text)] };
  }
  const values = Float64Array.from(series);
  const random = createRandom(seed).fork('change-points');
  const division: DivisionOptions = { minSegment, significance, permutations, random };
  const blockSize = Math.ceil(n / LONGEST);
  const found = isShort
    ? [medianCusum(values, division)].filter((one) => one !== null)
    : inBlocks(values, blockSize, division);
  const warnings =
    blockSize > 1 ? [warn('APPROXIMATE', `changes were looked for among means of ${blockSize} values`)] : [];
  return { changes: describe(values, found, options), n, method, warnings };
}

/** Changes among block means, each moved to the cut that explains the values around it best. */
function inBlocks(values: Float64Array, blockSize: number, options: DivisionOptions): Division[] {
  if (blockSize === 1) return divide(values, options);
  const coarse = divide(Float64Array.from(blockMeans(values, blockSize)), { ...options, minSegment: 2 });
  return coarse.map(({ at, pValue }, i) => {
    const from = Math.max((coarse[i - 1]?.at ?? 0) * blockSize, (at - 2) * blockSize);
    const to = Math.min(
      (coarse[i + 1]?.at ?? values.length) * blockSize,
      (at + 2) * blockSize,
      values.length,
    );
    return { at: leastSquaresCut(values, from, to), pValue };
  });
}

/** The cut of [from, to) whose two means leave the least squares. O(n). */
function leastSquaresCut(values: Float64Array, from: number, to: number): number {
  let right = 0;
  for (let i = from; i < to; i++) right += values[i]!;
  let left = 0;
  let best = Number.NEGATIVE_INFINITY;
  let at = from + 1;
  for (let cut = from + 1; cut < to; cut++) {
    left += values[cut - 1]!;
    right -= values[cut - 1]!;
    const explained = left ** 2 / (cut - from) + right ** 2 / (to - cut);
    if (explained > best) {
      best = explained;
      at = cut;
    }
  }
  return at;
}

function describe(
  values: Float64Array,
  found: readonly Division[],
  options: ConfidenceOptions,
): ChangePoint[] {
  return found.map(({ at, pValue }, i) => {
    const before = values.subarray(found[i - 1]?.at ?? 0, at);
    const after = values.subarray(at, found[i + 1]?.at ?? values.length);
    return {
      at,
      pValue,
      before: mean(before),
      after: mean(after),
      difference: welchDifference(before, after, options),
      ratio: welchRatio(before, after, options),
    };
  });
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
