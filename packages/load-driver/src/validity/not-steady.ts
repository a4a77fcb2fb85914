import { isOpenLoad, type TrialRecord, type ValidityReason } from '@benchwright/result-schema';
import {
  Moments,
  normalCdf,
  normalQuantile,
  steadyState,
  studentTTwoSided,
  trendTest,
} from '@benchwright/stats';
import { plannedDurationNs } from '../pace/pacer.js';
import { graded, worstOf } from './rule.js';
import { STEADY_ALPHA, STEADY_FEWEST_SECONDS, THRESHOLDS } from './thresholds.js';

interface Drift {
  readonly share: number;
  readonly say: string;
}

const STEADY: Drift = { share: 0, say: '' };

/** Seconds that resemble each other more than this are taken for a trend, not for noise. */
const LARGEST_RHO = 0.7;

/** Each series is asked for a trend and for a beginning that differs. */
const QUESTIONS = 2;

/**
 * Whether the seconds of a trial tell one story: Mann–Kendall's trend test over them, and MSER for a beginning that differs from the
 * rest by Welch-like t; both with their variance enlarged for seconds that resemble their neighbours, and `STEADY_ALPHA` shared out
 * over all that is asked. Looks at answers per second in closed loads and at p50 in all but `stages`, whose load is meant to
 * change. Trials of fewer than ten full seconds claim nothing.
 */
export function notSteady(trials: readonly TrialRecord[]): ValidityReason | null {
  const drifts = new Map(trials.map((trial) => [trial, worstDrift(trial, STEADY_ALPHA / trials.length)]));
  const worst = worstOf(trials, (trial) => drifts.get(trial)?.share ?? 0);
  if (worst === null) return null;
  const said = drifts.get(worst.trial)?.say ?? '';
  return graded(THRESHOLDS.driftWithinTrial, worst.value, 'NOT_STEADY', (share) => ({
    text: `in trial ${worst.trial.trial + 1} ${said} ${share}: it had not settled`,
    hint: 'Warm up longer, measure longer, or find what changes: caches, compilation, collections, growing data.',
  }));
}

function worstDrift(trial: TrialRecord, alpha: number): Drift {
  const { load, series } = trial;
  if (load.model === 'stages') return STEADY;
  const seconds = Math.floor((plannedDurationNs(load) ?? trial.durationNs) / series.intervalNs);
  if (seconds < STEADY_FEWEST_SECONDS) return STEADY;
  const p50 = series.responseP50Ns.slice(0, seconds).filter((ns) => ns > 0);
  const asked: [string, readonly number[]][] = [['p50 response time', p50]];
  if (!isOpenLoad(load)) asked.push(['throughput', series.ok.slice(0, seconds)]);
  return asked
    .flatMap(([what, values]) => driftsOf(values, what, alpha / asked.length / QUESTIONS))
    .reduce((worst, drift) => (drift.share > worst.share ? drift : worst), STEADY);
}

function driftsOf(values: readonly number[], what: string, alpha: number): Drift[] {
  if (values.length < STEADY_FEWEST_SECONDS) return [];
  return [trendOf(values, what, alpha), beginningOf(values, what, alpha)];
}

function trendOf(values: readonly number[], what: string, alpha: number): Drift {
  const { estimate: slope, pValue } = trendTest(values);
  const inflation = varianceInflation(values.map((value, i) => value - slope * i));
  const z = normalQuantile(Math.min(0.5, pValue / 2)) / Math.sqrt(inflation);
  if (2 * normalCdf(z) >= alpha) return STEADY;
  const change = (slope * (values.length - 1)) / Moments.of(values).mean;
  return {
    share: Math.abs(change),
    say: `${what} ${change > 0 ? 'rose' : 'fell'} from end to end by`,
  };
}

function beginningOf(values: readonly number[], what: string, alpha: number): Drift {
  const { steadyFrom } = steadyState(values, { batchSize: 1 });
  if (steadyFrom === null || steadyFrom === 0) return STEADY;
  const first = Moments.of(values.slice(0, steadyFrom));
  const rest = Moments.of(values.slice(steadyFrom));
  const inflation = varianceInflation(values.slice(steadyFrom));
  const off = Math.abs(first.mean - rest.mean);
  const standardError = rest.stddev * Math.sqrt(inflation * (1 / first.n + 1 / rest.n));
  // MSER chose the cut that looks best out of half as many as there are seconds.
  const tries = values.length / 2;
  if (studentTTwoSided(off / standardError, rest.n - 1) * tries >= alpha) return STEADY;
  const seconds = steadyFrom === 1 ? 'the first second' : `the first ${steadyFrom} seconds`;
  return { share: off / rest.mean, say: `${what} of ${seconds} differs from the rest by` };
}

/**
 * How many times larger the variance of a mean is because neighbours resemble each other: (1 + ρ)/(1 − ρ) of a first-order
 * autoregression (Hamed and Rao 1998 do the same for Mann–Kendall), ρ corrected for its bias in short series (Kendall 1954).
 */
function varianceInflation(values: readonly number[]): number {
  const { mean, m2, n } = Moments.of(values);
  if (m2 === 0) return 1;
  let products = 0;
  for (let i = 1; i < n; i++) products += (values[i]! - mean) * (values[i - 1]! - mean);
  const corrected = ((products / m2) * n + 1) / (n - 4);
  const rho = Math.min(LARGEST_RHO, Math.max(0, corrected));
  return (1 + rho) / (1 - rho);
}
