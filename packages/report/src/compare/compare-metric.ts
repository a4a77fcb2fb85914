import {
  cliffsDelta,
  type Interval,
  Moments,
  mannWhitney,
  pairedDifference,
  pairedRatio,
  ratioAsChange,
  studentTQuantile,
  welchDifference,
  welchRatio,
  wilcoxonSignedRank,
} from '@benchwright/stats';
import type { MetricReplicates } from './replicates.js';

/** The first two take the sides as independent samples, the others pair them round by round. */
export type TestName = 'mann-whitney' | 'welch' | 'wilcoxon' | 'paired-t';

/** True for the tests that pair value i of one side with value i of the other. */
export function isPaired(test: TestName): boolean {
  return test === 'wilcoxon' || test === 'paired-t';
}

export interface CompareOptions {
  readonly confidence: number;
  /** Changes of at most this share count as noise, however significant. */
  readonly noiseShare: number;
  /** The change that the number of trials needed speaks of. */
  readonly resolutionShare: number;
  /** Value i of both sides was measured in round i of one run: what disturbed the machine disturbed both. Default false. */
  readonly paired?: boolean;
}

/** One side, as benchstat shows it: the mean of the trials, of the row's kind, and half the width of its interval, as a share. */
export interface ComparedSide {
  readonly mean: number;
  /** Of a geometric mean the longer, upper half: the mean is known to a factor of 1 + this. */
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
  /** Geometric where all values of both sides are above zero: then it is of a ratio that is spoken. Else arithmetic. */
  readonly means: 'geometric' | 'arithmetic';
  /** head ÷ base − 1 of the means of the sides. */
  readonly change: { readonly estimate: number; readonly interval: Interval };
  readonly pValue: number;
  /** The share of pairs of trials in which head is larger, less that in which it is smaller: of all pairs (Cliff's delta), or of the rounds. */
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
  const change = changeBetween(of.values, to.values, options.confidence, isPaired(test));
  return {
    cell,
    metric,
    statistic,
    unit,
    better,
    means: change.means,
    base: sideOf(of.values, change.means, options.confidence),
    head: sideOf(to.values, change.means, options.confidence),
    change: { estimate: change.estimate, interval: change.interval },
    pValue: pValueOf(of.values, to.values, test, change.pValue),
    effect: isPaired(test) ? roundsDelta(of.values, to.values) : cliffsDelta(of.values, to.values).estimate,
    trialsNeeded: trialsNeeded(of.values, to.values, options.resolutionShare, isPaired(test)),
  };
}

/** What Cliff's delta is between samples, within rounds: what moves both sides of a round does not blur it. */
function roundsDelta(base: readonly number[], head: readonly number[]): number {
  const signs = base.map((value, i) => Math.sign(head[i]! - value));
  return signs.reduce((sum, sign) => sum + sign, 0) / signs.length;
}

function pValueOf(
  base: readonly number[],
  head: readonly number[],
  test: TestName,
  ofChange: number,
): number {
  if (Math.min(base.length, head.length) < 2) return Number.NaN;
  if (test === 'mann-whitney') return mannWhitney(base, head).pValue;
  return test === 'wilcoxon' ? wilcoxonSignedRank(base, head).pValue : ofChange;
}

/** A ratio where there is one; a share of the base's mean where some value is not above zero. */
function changeBetween(
  base: readonly number[],
  head: readonly number[],
  confidence: number,
  paired: boolean,
): { means: ComparedMetric['means']; estimate: number; interval: Interval; pValue: number } {
  const ratioOf = paired ? pairedRatio : welchRatio;
  const ratio = ratioAsChange(ratioOf(base, head, { confidence }));
  if (!Number.isNaN(ratio.estimate)) return { ...ratio, means: 'geometric' };
  const means = 'arithmetic' as const;
  const difference = (paired ? pairedDifference : welchDifference)(base, head, { confidence });
  const scale = Math.abs(Moments.of(base).mean);
  if (scale === 0)
    return { ...difference, means, estimate: difference.estimate === 0 ? 0 : difference.estimate * Infinity };
  const [low, high] = difference.interval;
  const interval: Interval = [low / scale, high / scale];
  return { ...difference, means, estimate: difference.estimate / scale, interval };
}

function sideOf(values: readonly number[], means: ComparedMetric['means'], confidence: number): ComparedSide {
  const isGeometric = means === 'geometric';
  // Taken from the first value, so that equal values have themselves for a mean, to the last digit.
  const first = values[0]!;
  const terms = isGeometric ? values.map((value) => Math.log(value / first)) : values;
  const { mean, standardError, n } = Moments.of(terms);
  const half =
    n < 2 ? Number.POSITIVE_INFINITY : studentTQuantile(1 - (1 - confidence) / 2, n - 1) * standardError;
  if (isGeometric) return { mean: first * Math.exp(mean), plusMinusShare: Math.expm1(half), n };
  return { mean, plusMinusShare: mean === 0 ? half : half / Math.abs(mean), n };
}

/** The least two-sided p-value that Mann–Whitney can reach without ties: both complete separations out of all C(m + n, n) orders. */
export function leastPValue(m: number, n: number): number {
  let orders = 1;
  for (let i = 1; i <= n; i++) orders *= (m + i) / i;
  return Math.min(1, 2 / orders);
}

/** The least two-sided p-value that Wilcoxon's signed-rank test can reach: both patterns of one sign out of 2ⁿ. */
export function leastPairedPValue(n: number): number {
  return Math.min(1, 2 / 2 ** n);
}

const POWER = 0.9;
const MOST_TRIALS = 1000;

/**
 * Trials a side for which the t test of logarithms finds a change of `share` nine times in ten, at the noise of these trials:
 * (t₀.₉₇₅ + t₀.₉₀) × s × √(k/n) ≤ ln(1 + share), the usual approximation of the non-central t. Unpaired k is 2 and s the noise
 * of one side; paired k is 1 and s that of the ratios.
 */
function trialsNeeded(
  base: readonly number[],
  head: readonly number[],
  share: number,
  paired: boolean,
): number | null {
  if (base.length < 2 || head.length < 2) return null;
  const deviation = paired ? pairedDeviation(base, head) : pooledDeviation(base, head);
  const samples = paired ? 1 : 2;
  const shows = (n: number): boolean => {
    const df = samples * (n - 1);
    const t = studentTQuantile(0.975, df) + studentTQuantile(POWER, df);
    return t * deviation * Math.sqrt(samples / n) <= Math.log1p(share);
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

function pooledDeviation(base: readonly number[], head: readonly number[]): number {
  const variances = [base, head].map((values) => {
    const { variance, mean } = Moments.of(values);
    return mean === 0 ? Number.POSITIVE_INFINITY : variance / mean ** 2;
  });
  return Math.sqrt((variances[0]! + variances[1]!) / 2);
}

/** Of the differences, as a share of the mean of both sides. */
function pairedDeviation(base: readonly number[], head: readonly number[]): number {
  const level = Math.abs(Moments.of([...base, ...head]).mean);
  const { variance } = Moments.of(head.map((value, i) => value - base[i]!));
  return level === 0 ? Number.POSITIVE_INFINITY : Math.sqrt(variance) / level;
}
