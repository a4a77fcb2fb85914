import {
  cliffsDelta,
  type Interval,
  Moments,
  mannWhitney,
  ratioAsChange,
  studentTQuantile,
  welchDifference,
  welchRatio,
} from '@benchwright/stats';
import type { MetricReplicates } from './replicates.js';

export type TestName = 'mann-whitney' | 'welch';

export interface CompareOptions {
  readonly confidence: number;
  /** Changes of at most this share count as noise, however significant. */
  readonly noiseShare: number;
  /** The change that the number of trials needed speaks of. */
  readonly resolutionShare: number;
}

/** One side, as benchstat shows it: the mean of the trials and half the width of its interval, as a share. */
export interface ComparedSide {
  readonly mean: number;
  readonly plusMinusShare: number;
  readonly n: number;
}

export interface ComparedMetric {
  readonly cell: string;
  readonly metric: string;
  readonly statistic: string;
  readonly unit: string;
  readonly better: 'higher' | 'lower';
  readonly base: ComparedSide;
  readonly head: ComparedSide;
  /** head ÷ base − 1, of geometric means; of means where values are not all above zero. */
  readonly change: { readonly estimate: number; readonly interval: Interval };
  readonly pValue: number;
  /** Cliff's delta: the share of pairs of trials in which head is larger, less that in which it is smaller. */
  readonly effect: number;
  /** Trials a side that find `resolutionShare` nine times in ten; null when more than 1000. */
  readonly trialsNeeded: number | null;
}

/** One metric of both sides. Pure. */
export function compareMetric(
  of: MetricReplicates,
  to: MetricReplicates,
  test: TestName,
  options: CompareOptions,
): ComparedMetric {
  const { cell, metric, statistic, unit, better } = of;
  const change = changeBetween(of.values, to.values, options.confidence);
  const exact = test === 'mann-whitney' ? mannWhitney(of.values, to.values) : null;
  return {
    cell,
    metric,
    statistic,
    unit,
    better,
    base: sideOf(of.values, options.confidence),
    head: sideOf(to.values, options.confidence),
    change: { estimate: change.estimate, interval: change.interval },
    pValue: exact?.pValue ?? (Math.min(of.values.length, to.values.length) < 2 ? Number.NaN : change.pValue),
    effect: cliffsDelta(of.values, to.values).estimate,
    trialsNeeded: trialsNeeded(of.values, to.values, options.resolutionShare),
  };
}

/** A ratio where there is one; a share of the base's mean where some value is not above zero. */
function changeBetween(
  base: readonly number[],
  head: readonly number[],
  confidence: number,
): { estimate: number; interval: Interval; pValue: number } {
  const ratio = ratioAsChange(welchRatio(base, head, { confidence }));
  if (!Number.isNaN(ratio.estimate)) return ratio;
  const difference = welchDifference(base, head, { confidence });
  const scale = Math.abs(Moments.of(base).mean);
  if (scale === 0)
    return { ...difference, estimate: difference.estimate === 0 ? 0 : difference.estimate * Infinity };
  const [low, high] = difference.interval;
  return { ...difference, estimate: difference.estimate / scale, interval: [low / scale, high / scale] };
}

function sideOf(values: readonly number[], confidence: number): ComparedSide {
  const { mean, standardError, n } = Moments.of(values);
  const half =
    n < 2 ? Number.POSITIVE_INFINITY : studentTQuantile(1 - (1 - confidence) / 2, n - 1) * standardError;
  return { mean, plusMinusShare: mean === 0 ? half : half / Math.abs(mean), n };
}

/** The least two-sided p-value that Mann–Whitney can reach without ties: both complete separations out of all C(m + n, n) orders. */
export function leastPValue(m: number, n: number): number {
  let orders = 1;
  for (let i = 1; i <= n; i++) orders *= (m + i) / i;
  return Math.min(1, 2 / orders);
}

const POWER = 0.9;
const MOST_TRIALS = 1000;

/**
 * Trials a side for which Welch's t of logarithms finds a change of `share` nine times in ten, at the noise of these trials:
 * (t₀.₉₇₅ + t₀.₉₀) × s × √(2/n) ≤ ln(1 + share), the usual approximation of the non-central t.
 */
function trialsNeeded(base: readonly number[], head: readonly number[], share: number): number | null {
  if (base.length < 2 || head.length < 2) return null;
  const variances = [base, head].map((values) => {
    const { variance, mean } = Moments.of(values);
    return mean === 0 ? Number.POSITIVE_INFINITY : variance / mean ** 2;
  });
  const deviation = Math.sqrt((variances[0]! + variances[1]!) / 2);
  const shows = (n: number): boolean => {
    const df = 2 * (n - 1);
    const t = studentTQuantile(0.975, df) + studentTQuantile(POWER, df);
    return t * deviation * Math.sqrt(2 / n) <= Math.log1p(share);
  };
  if (!shows(MOST_TRIALS)) return null;
  let [tooFew, enough] = [1, MOST_TRIALS];
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2);
    if (shows(middle)) enough = middle;
    else tooFew = middle;
  }
  return enough;
}
