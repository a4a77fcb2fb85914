import { normalQuantile } from '../distribution/normal.js';
import { studentTQuantile } from '../distribution/student-t.js';
import {
  type ConfidenceOptions,
  confidenceOf,
  type Interval,
  noInterval,
  type TwoSampleEvidence,
} from '../evidence/evidence.js';
import { nanWarning, type Samples, sorted } from '../evidence/samples.js';
import { type Warning, warn } from '../evidence/warning.js';

/**
 * Cliff's delta: P(candidate > baseline) − P(candidate < baseline), −1 … 1, from order alone. The interval is the
 * wider, end by end, of two that fail in opposite places (measured in coverage.test.ts): Feng and Cliff's ("Monte
 * Carlo evaluation of ordinal d with improved confidence interval", 2004; Cliff's unbiased variance, t for few
 * samples), which follows unequal spreads but is too narrow near complete separation, and Newcombe's pseudo-score
 * interval ("Confidence intervals for an effect size measure based on the Mann–Whitney statistic", 2006, method 5),
 * which is the other way round. ±Infinity among the samples is fine. O(n log n).
 */
export function cliffsDelta(
  baseline: Samples,
  candidate: Samples,
  options?: ConfidenceOptions,
): TwoSampleEvidence {
  const confidence = confidenceOf(options);
  const method = "Cliff's delta, Feng–Cliff and pseudo-score interval";
  const sizes = [baseline.length, candidate.length] as const;
  const n = baseline.length + candidate.length;
  const bad = nanWarning(baseline, 'baseline') ?? nanWarning(candidate, 'candidate');
  if (bad !== undefined) return { ...noInterval(Number.NaN, n, method, [bad]), sizes };
  const estimate = dominance(baseline, candidate);
  if (baseline.length < 2 || candidate.length < 2) {
    const text = `an interval needs 2 samples on each side, got ${baseline.length} and ${candidate.length}`;
    return { ...noInterval(estimate.delta, n, method, [warn('TOO_FEW_SAMPLES', text)]), sizes };
  }
  const { delta } = estimate;
  const warnings: Warning[] = [];
  if (estimate.tied > 0)
    warnings.push(warn('TIES', `${estimate.tied} of ${sizes[0] * sizes[1]} pairs are equal`));
  if (Math.abs(delta) === 1) {
    warnings.push(
      warn('COMPLETE_SEPARATION', 'the samples do not overlap; how far apart they are, delta cannot say'),
    );
  }
  const interval = wider(fengCliff(estimate, sizes, confidence), pseudoScore(delta, sizes, confidence));
  return { estimate: delta, interval, confidence, n, sizes, method, warnings };
}

function wider(one: Interval, other: Interval): Interval {
  return [Math.min(one[0], other[0]), Math.max(one[1], other[1])];
}

interface Dominance {
  readonly delta: number;
  readonly variance: number;
  /** Pairs of equal values. */
  readonly tied: number;
}

/** delta and Cliff's unbiased estimate of its variance ("Ordinal Methods for Behavioral Data Analysis", 1996). */
function dominance(baseline: Samples, candidate: Samples): Dominance {
  const m = baseline.length;
  const n = candidate.length;
  const rows = rowDominance(candidate, sorted(baseline));
  const columns = rowDominance(baseline, sorted(candidate));
  const delta = rows.sum / (m * n);
  let rowSquares = 0;
  for (const row of rows.perSample) rowSquares += (row / m - delta) ** 2;
  let columnSquares = 0;
  // Seen from the baseline the signs are reversed.
  for (const column of columns.perSample) columnSquares += (-column / n - delta) ** 2;
  const cellSquares = m * n - rows.tied - m * n * delta * delta;
  const unbiased = (m * m * rowSquares + n * n * columnSquares - cellSquares) / (m * n * (m - 1) * (n - 1));
  // The unbiased form can fall below what is possible; Cliff's floor.
  return { delta, variance: Math.max(unbiased, (1 - delta * delta) / (m * n - 1)), tied: rows.tied };
}

/** For each sample: how many of `ascending` are smaller minus how many are larger. */
function rowDominance(samples: Samples, ascending: Float64Array) {
  const perSample = new Float64Array(samples.length);
  let sum = 0;
  let tied = 0;
  for (let i = 0; i < samples.length; i++) {
    const smaller = countBelow(ascending, samples[i]!, false);
    const smallerOrEqual = countBelow(ascending, samples[i]!, true);
    perSample[i] = smaller - (ascending.length - smallerOrEqual);
    sum += perSample[i]!;
    tied += smallerOrEqual - smaller;
  }
  return { perSample, sum, tied };
}

function countBelow(ascending: Float64Array, value: number, orEqual: boolean): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle]! < value || (orEqual && ascending[middle] === value)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function fengCliff(
  { delta, variance }: Dominance,
  sizes: readonly [number, number],
  confidence: number,
): Interval {
  if (Math.abs(delta) === 1) return separated(delta, Math.min(...sizes), confidence);
  const t = studentTQuantile((1 + confidence) / 2, sizes[0] + sizes[1] - 2);
  const square = delta * delta;
  const spread = t * Math.sqrt(variance * ((1 - square) ** 2 + t * t * variance));
  const scale = 1 - square + t * t * variance;
  const middle = delta - delta * square;
  return [Math.max(-1, (middle - spread) / scale), Math.min(1, (middle + spread) / scale)];
}

/** Without overlap the variance says nothing: Wilson's bound for none of the smaller sample, as Feng and Cliff do. */
function separated(delta: number, smaller: number, confidence: number): Interval {
  const z = normalQuantile((1 + confidence) / 2);
  const bound = (smaller - z * z) / (smaller + z * z);
  return delta > 0 ? [bound, 1] : [-1, -bound];
}

/** All deltas from which the observed one is less than z standard errors away, the error taken at that delta. */
function pseudoScore(delta: number, sizes: readonly [number, number], confidence: number): Interval {
  const z = normalQuantile((1 + confidence) / 2);
  const observed = (1 + delta) / 2;
  const isWithin = (theta: number) => (observed - theta) ** 2 <= z * z * superiorityVariance(theta, sizes);
  return [2 * lastWithin(observed, 0, isWithin) - 1, 2 * lastWithin(observed, 1, isWithin) - 1];
}

/** Hanley and McNeil's variance of P(candidate > baseline), with Newcombe's symmetric size. */
function superiorityVariance(theta: number, [m, n]: readonly [number, number]): number {
  const others = (m + n) / 2 - 1;
  const clustering = 1 + (others * (1 - theta)) / (2 - theta) + (others * theta) / (1 + theta);
  return (theta * (1 - theta) * clustering) / (m * n);
}

function lastWithin(inside: number, outside: number, isWithin: (theta: number) => boolean): number {
  let within = inside;
  let beyond = outside;
  // 60 halvings of at most 1 end below the spacing of doubles near 1.
  for (let i = 0; i < 60; i++) {
    const middle = (within + beyond) / 2;
    if (isWithin(middle)) within = middle;
    else beyond = middle;
  }
  return within;
}
