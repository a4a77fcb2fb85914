import type { Noise } from '@benchwright/result-schema';
import { Moments, studentTQuantile } from '@benchwright/stats';
import { compareTrialValues } from '../summarize/compare-cells.js';

const CONFIDENCE = 0.95;
const POWER = 0.9;
const MOST_TRIALS = 1000;

/**
 * The noise of a metric from two series of trials of the same thing, paired by round: the standard deviation of the logarithms' differences,
 * which is √2 times that of one trial. Pure.
 *
 * @throws when there are fewer than two rounds, or a value is not above 0
 */
export function noiseOf(a: readonly number[], b: readonly number[], trials: number): Noise {
  if (a.length !== b.length || a.length < 2)
    throw new Error(`noise needs two rounds or more, got ${a.length} and ${b.length}`);
  if (![...a, ...b].every((value) => value > 0)) throw new Error('noise is a share: values must be above 0');
  const differences = Moments.of(a.map((value, i) => Math.log(b[i]! / value)));
  const cv = differences.stddev / Math.SQRT2;
  const comparison = compareTrialValues({
    metric: '',
    like: { unit: '', better: 'lower', statistic: '' },
    base: { cell: 'a', perTrial: a },
    head: { cell: 'b', perTrial: b },
  });
  return {
    cv,
    floorShare: floorShare(cv, trials),
    resolvableShare: resolvableShare(cv, trials),
    trialsFor1Percent: trialsFor(cv, 0.01),
    trialsFor5Percent: trialsFor(cv, 0.05),
    different: comparison?.winner !== null,
  };
}

/**
 * By how much, as a share, two measurements of the same thing differ by chance once in twenty, when trials of one round differ by `cv`: half the
 * width of the paired t interval of n trials, t₀.₉₇₅ · cv · √(2/n).
 */
export function floorShare(cv: number, trials: number): number {
  return Math.expm1(studentTQuantile(1 - (1 - CONFIDENCE) / 2, trials - 1) * cv * Math.sqrt(2 / trials));
}

/**
 * The smallest difference, as a share, that the paired t interval of n trials excludes from zero nine times in ten, when trials of one
 * round differ by `cv`: (t₀.₉₇₅ + t₀.₉₀) · cv · √(2/n), the usual approximation of the non-central t (5 trials at 1.8 %: 4.9 %; simulated, 5 %).
 */
export function resolvableShare(cv: number, trials: number): number {
  const t = studentTQuantile(1 - (1 - CONFIDENCE) / 2, trials - 1) + studentTQuantile(POWER, trials - 1);
  return Math.expm1(t * cv * Math.sqrt(2 / trials));
}

/** The fewest trials that resolve a share; null above 1000. By bisection: what is resolved only gets smaller with more trials. */
export function trialsFor(cv: number, share: number): number | null {
  if (resolvableShare(cv, MOST_TRIALS) > share) return null;
  let [tooFew, enough] = [1, MOST_TRIALS];
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2);
    if (resolvableShare(cv, middle) <= share) enough = middle;
    else tooFew = middle;
  }
  return enough;
}
