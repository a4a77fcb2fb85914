import { studentTTwoSided } from '../distribution/student-t.js';
import {
  type ConfidenceOptions,
  confidenceOf,
  noInterval,
  type TestEvidence,
  type TwoSampleEvidence,
} from '../evidence/evidence.js';
import { differences, nonFiniteWarning, type Samples } from '../evidence/samples.js';
import { type Warning, warn } from '../evidence/warning.js';
import { Moments } from '../moments/moments.js';
import { tInterval, zeroVariance } from './mean.js';

/** A difference of means, its interval and the test that it is zero. */
export interface DifferenceEvidence extends TestEvidence {
  /** Degrees of freedom of t; NaN when there is no interval. */
  readonly df: number;
}

/**
 * Mean of candidate − baseline over pairs (same trial, same seed, same machine state), with the paired t interval and
 * test. Exact for normal differences; skewed ones are better served by {@link hodgesLehmannPaired}.
 */
export function pairedDifference(
  baseline: Samples,
  candidate: Samples,
  options?: ConfidenceOptions,
): DifferenceEvidence {
  const confidence = confidenceOf(options);
  const method = 'mean difference, paired t';
  const n = baseline.length;
  const paired = differences(baseline, candidate);
  const bad = nonFiniteWarning(baseline, 'baseline') ?? nonFiniteWarning(candidate, 'candidate');
  if (bad !== undefined) return withoutTest(Number.NaN, n, method, bad);
  const moments = Moments.of(paired);
  if (n < 2) {
    return withoutTest(
      moments.mean,
      n,
      method,
      warn('TOO_FEW_SAMPLES', `a paired t interval needs 2 pairs, got ${n}`),
    );
  }
  const t = ratioOrZero(moments.mean, moments.standardError);
  return {
    estimate: moments.mean,
    interval: tInterval(moments.mean, moments.standardError, n - 1, confidence),
    confidence,
    n,
    method,
    warnings: zeroVariance(moments.variance === 0),
    statistic: t,
    df: n - 1,
    pValue: studentTTwoSided(t, n - 1),
  };
}

/**
 * Difference of means, candidate − baseline, of two independent samples with Welch's t interval and test (variances
 * may differ; degrees of freedom by Satterthwaite). Each side needs two samples.
 */
export function welchDifference(
  baseline: Samples,
  candidate: Samples,
  options?: ConfidenceOptions,
): DifferenceEvidence & TwoSampleEvidence {
  const confidence = confidenceOf(options);
  const method = 'difference of means, Welch t';
  const n = baseline.length + candidate.length;
  const sizes = [baseline.length, candidate.length] as const;
  const bad = nonFiniteWarning(baseline, 'baseline') ?? nonFiniteWarning(candidate, 'candidate');
  if (bad !== undefined) return { ...withoutTest(Number.NaN, n, method, bad), sizes };
  const from = Moments.of(baseline);
  const to = Moments.of(candidate);
  const estimate = to.mean - from.mean;
  if (from.n < 2 || to.n < 2) {
    const text = `Welch's interval needs 2 samples on each side, got ${from.n} and ${to.n}`;
    return { ...withoutTest(estimate, n, method, warn('TOO_FEW_SAMPLES', text)), sizes };
  }
  const { standardError, df } = welch(from, to);
  const t = ratioOrZero(estimate, standardError);
  return {
    estimate,
    interval: tInterval(estimate, standardError, df, confidence),
    confidence,
    n,
    sizes,
    method,
    warnings: zeroVariance(standardError === 0),
    statistic: t,
    df,
    pValue: studentTTwoSided(t, df),
  };
}

/** Standard error of a difference of means and Satterthwaite's degrees of freedom (n₁+n₂−2 if nothing varies). */
export function welch(from: Moments, to: Moments): { standardError: number; df: number } {
  const a = from.variance / from.n;
  const b = to.variance / to.n;
  const sum = a + b;
  if (sum === 0) return { standardError: 0, df: from.n + to.n - 2 };
  // As shares of the sum, so that variances of 1e-200 or 1e200 neither vanish nor overflow when squared.
  const df = 1 / ((a / sum) ** 2 / (from.n - 1) + (b / sum) ** 2 / (to.n - 1));
  return { standardError: Math.sqrt(sum), df };
}

function withoutTest(estimate: number, n: number, method: string, warning: Warning): DifferenceEvidence {
  return { ...noInterval(estimate, n, method, [warning]), statistic: Number.NaN, df: Number.NaN, pValue: 1 };
}

/** 0/0 is no difference at all; x/0 is an infinitely clear one. */
function ratioOrZero(numerator: number, denominator: number): number {
  return numerator === 0 ? 0 : numerator / denominator;
}
