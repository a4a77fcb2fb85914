import { studentTQuantile } from '../distribution/student-t.js';
import {
  type ConfidenceOptions,
  confidenceOf,
  noInterval,
  type TwoSampleEvidence,
} from '../evidence/evidence.js';
import { nonFiniteWarning, requirePairs, type Samples } from '../evidence/samples.js';
import { type Warning, warn } from '../evidence/warning.js';
import { Moments } from '../moments/moments.js';
import { pairedDifference, welch, welchDifference } from './difference.js';
import type { RatioEvidence } from './ratio.js';

/**
 * Ratio of arithmetic means, mean(candidate)/mean(baseline), of two independent samples with Fieller's interval
 * (1954; degrees of freedom by Satterthwaite at the estimate). For totals and costs, where the arithmetic mean is the
 * question; values may be zero or negative. `UNBOUNDED` when the baseline's mean is not clearly different from zero.
 * The p-value is Welch's for equal means.
 */
export function fiellerRatio(
  baseline: Samples,
  candidate: Samples,
  options?: ConfidenceOptions,
): RatioEvidence & TwoSampleEvidence {
  const confidence = confidenceOf(options);
  const method = 'ratio of means, Fieller';
  const sizes = [baseline.length, candidate.length] as const;
  const n = baseline.length + candidate.length;
  const bad = unusable(baseline, candidate);
  if (bad !== undefined) return { ...nothing(n, method, bad), sizes };
  const from = Moments.of(baseline);
  const to = Moments.of(candidate);
  const estimate = to.mean / from.mean;
  const scaled = Moments.of(
    Float64Array.from(baseline, (value) => value * (Number.isFinite(estimate) ? estimate : 1)),
  );
  const t = studentTQuantile((1 + confidence) / 2, welch(scaled, to).df);
  const terms = {
    from: from.mean,
    to: to.mean,
    fromVar: from.variance / from.n,
    toVar: to.variance / to.n,
    covariance: 0,
    t,
  };
  const { statistic, df, pValue } = welchDifference(baseline, candidate, options);
  return { ...solve(terms, n, method, confidence), sizes, statistic, df, pValue };
}

/** As {@link fiellerRatio} for pairs: the covariance within pairs narrows the interval. */
export function fiellerRatioPaired(
  baseline: Samples,
  candidate: Samples,
  options?: ConfidenceOptions,
): RatioEvidence {
  const confidence = confidenceOf(options);
  requirePairs(baseline, candidate);
  const method = 'ratio of means, Fieller paired';
  const n = baseline.length;
  const bad = unusable(baseline, candidate);
  if (bad !== undefined) return nothing(n, method, bad);
  const from = Moments.of(baseline);
  const to = Moments.of(candidate);
  let products = 0;
  for (let i = 0; i < n; i++) products += (baseline[i]! - from.mean) * (candidate[i]! - to.mean);
  const terms = {
    from: from.mean,
    to: to.mean,
    fromVar: from.variance / n,
    toVar: to.variance / n,
    covariance: products / (n - 1) / n,
    t: studentTQuantile((1 + confidence) / 2, n - 1),
  };
  const { statistic, df, pValue } = pairedDifference(baseline, candidate, options);
  return { ...solve(terms, n, method, confidence), statistic, df, pValue };
}

interface FiellerTerms {
  readonly from: number;
  readonly to: number;
  /** Variances and covariance of the two means. */
  readonly fromVar: number;
  readonly toVar: number;
  readonly covariance: number;
  readonly t: number;
}

/** All ρ with (to − ρ·from)² ≤ t²·Var(to − ρ·from): between the roots of a quadratic, if it opens upwards. */
function solve(
  { from, to, fromVar, toVar, covariance, t }: FiellerTerms,
  n: number,
  method: string,
  confidence: number,
) {
  const estimate = to / from;
  const a = from * from - t * t * fromVar;
  if (!(a > 0)) {
    const text =
      "the baseline's mean may be zero at this confidence, so the ratio is not bounded; use a difference";
    return noInterval(from === 0 ? Number.NaN : estimate, n, method, [warn('UNBOUNDED', text)]);
  }
  const b = from * to - t * t * covariance;
  const c = to * to - t * t * toVar;
  const root = Math.sqrt(Math.max(0, b * b - a * c));
  const warnings =
    fromVar === 0 && toVar === 0
      ? [warn('ZERO_VARIANCE', 'all values are equal: the interval has no width')]
      : [];
  return { estimate, interval: [(b - root) / a, (b + root) / a] as const, confidence, n, method, warnings };
}

function unusable(baseline: Samples, candidate: Samples): Warning | undefined {
  const bad = nonFiniteWarning(baseline, 'baseline') ?? nonFiniteWarning(candidate, 'candidate');
  if (bad !== undefined) return bad;
  if (baseline.length >= 2 && candidate.length >= 2) return undefined;
  return warn(
    'TOO_FEW_SAMPLES',
    `Fieller's interval needs 2 samples on each side, got ${baseline.length} and ${candidate.length}`,
  );
}

function nothing(n: number, method: string, warning: Warning): RatioEvidence {
  return {
    ...noInterval(Number.NaN, n, method, [warning]),
    statistic: Number.NaN,
    df: Number.NaN,
    pValue: 1,
  };
}
