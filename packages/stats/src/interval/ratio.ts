import {
  type ConfidenceOptions,
  confidenceOf,
  noInterval,
  type TestEvidence,
  type TwoSampleEvidence,
} from '../evidence/evidence.js';
import { nonFiniteWarning, requirePairs, type Samples } from '../evidence/samples.js';
import { type Warning, warn } from '../evidence/warning.js';
import { type DifferenceEvidence, pairedDifference, welchDifference } from './difference.js';

/** A ratio candidate/baseline, and the test that it is 1. */
export interface RatioEvidence extends TestEvidence {
  /** Degrees of freedom of t; NaN when there is no interval. */
  readonly df: number;
}

/**
 * Geometric mean of candidate/baseline over pairs: the paired t interval of the logarithms, raised again. What is
 * reported as "1.08 ×, 95 % 1.03 … 1.13". All values must be above zero, else `NON_POSITIVE` and no estimate.
 */
export function pairedRatio(
  baseline: Samples,
  candidate: Samples,
  options?: ConfidenceOptions,
): RatioEvidence {
  confidenceOf(options);
  requirePairs(baseline, candidate);
  const method = 'geometric mean ratio, paired t of logarithms';
  const bad = notLoggable(baseline, candidate);
  if (bad !== undefined) return withoutRatio(baseline.length, method, bad);
  return raise(pairedDifference(logarithms(baseline), logarithms(candidate), options), method);
}

/**
 * Ratio of geometric means, candidate/baseline, of two independent samples: Welch's interval of the logarithms,
 * raised again. All values must be above zero, else `NON_POSITIVE` and no estimate.
 */
export function welchRatio(
  baseline: Samples,
  candidate: Samples,
  options?: ConfidenceOptions,
): RatioEvidence & TwoSampleEvidence {
  confidenceOf(options);
  const method = 'ratio of geometric means, Welch t of logarithms';
  const sizes = [baseline.length, candidate.length] as const;
  const bad = notLoggable(baseline, candidate);
  if (bad !== undefined) return { ...withoutRatio(baseline.length + candidate.length, method, bad), sizes };
  return { ...raise(welchDifference(logarithms(baseline), logarithms(candidate), options), method), sizes };
}

function logarithms(samples: Samples): Float64Array {
  return Float64Array.from(samples, Math.log);
}

function notLoggable(baseline: Samples, candidate: Samples): Warning | undefined {
  return (
    nonFiniteWarning(baseline, 'baseline') ??
    nonFiniteWarning(candidate, 'candidate') ??
    nonPositiveWarning(baseline, 'baseline') ??
    nonPositiveWarning(candidate, 'candidate')
  );
}

function nonPositiveWarning(samples: Samples, label: string): Warning | undefined {
  for (let i = 0; i < samples.length; i++) {
    if (samples[i]! <= 0) {
      return warn(
        'NON_POSITIVE',
        `${label}[${i}] is ${samples[i]}: a ratio needs values above zero; use a difference`,
      );
    }
  }
  return undefined;
}

function raise(logs: DifferenceEvidence, method: string): RatioEvidence {
  const [low, high] = logs.interval;
  return { ...logs, estimate: Math.exp(logs.estimate), interval: [raisedLow(low), Math.exp(high)], method };
}

/** An unknown lower end stays −Infinity, the one mark of "not bounded", although no ratio lies below 0. */
function raisedLow(low: number): number {
  return low === Number.NEGATIVE_INFINITY ? low : Math.exp(low);
}

function withoutRatio(n: number, method: string, warning: Warning): RatioEvidence {
  return {
    ...noInterval(Number.NaN, n, method, [warning]),
    statistic: Number.NaN,
    df: Number.NaN,
    pValue: 1,
  };
}
