import type { TrialRecord, ValidityReason } from '@benchwright/result-schema';
import { Moments, trendTest } from '@benchwright/stats';
import { histogramOf } from '../record/read-distribution.js';
import { graded } from './rule.js';
import { STEADY_FEWEST_SECONDS, THRESHOLDS, TREND_FEWEST_TRIALS, TRIALS_TREND_ALPHA } from './thresholds.js';

/** Relative width of a histogram bucket at 3 significant digits. */
const BUCKET_WIDTH = 0.001;

/** How many times the sampling error a difference must be. */
const FAR_ABOVE = 3;

/** What one trial says, and how far chance within the trial explains that it says so. */
interface TrialValue {
  readonly value: number;
  readonly standardError: number;
}

/**
 * Whether the trials of a cell tell one story, by the p50 of response time:
 * - *spread*: their standard deviation is above 10 % of the mean, and above three times what sampling within the trials explains.
 *   Either alone would not do: with enough requests any difference is significant, and with few any is large.
 * - *trend*: Mann–Kendall's exact test over five or more trials in the order they ran, and a change from first to last of the same
 *   size: warm-up that has not ended, a target that fills up, a machine that heats up.
 */
export function trialsDisagree(trials: readonly TrialRecord[]): ValidityReason | null {
  const values = trials.map(p50Of).filter((value) => value !== null);
  if (values.length < 2 || values.length < trials.length) return null;
  return trend(values) ?? spread(values);
}

function trend(values: readonly TrialValue[]): ValidityReason | null {
  if (values.length < TREND_FEWEST_TRIALS) return null;
  const p50s = values.map(({ value }) => value);
  const test = trendTest(p50s);
  const changeNs = test.estimate * (values.length - 1);
  if (test.pValue > TRIALS_TREND_ALPHA || Math.abs(changeNs) <= FAR_ABOVE * samplingError(values))
    return null;
  return graded(
    THRESHOLDS.trendOverTrials,
    Math.abs(changeNs) / Moments.of(p50s).mean,
    'TRIALS_DISAGREE',
    (share) => ({
      text: `p50 response time ${changeNs > 0 ? 'rose' : 'fell'} from trial to trial, by ${share} from the first to the last`,
      hint:
        changeNs > 0
          ? 'The target or the machine gets slower as the run goes on: look for growing data, leaks, heat; start each trial from the same state.'
          : 'Warm-up has not ended when the trials begin: warm up longer.',
    }),
  );
}

function spread(values: readonly TrialValue[]): ValidityReason | null {
  const { mean, stddev } = Moments.of(values.map(({ value }) => value));
  if (stddev <= FAR_ABOVE * samplingError(values)) return null;
  return graded(THRESHOLDS.spreadOverTrials, stddev / mean, 'TRIALS_DISAGREE', (share) => ({
    text: `p50 response time scatters by ${share} (standard deviation) from trial to trial, far more than chance within the trials explains`,
    hint: 'Something differs between trials: other work on the machine, the state of the target, collections. Find it, or run more and longer trials.',
  }));
}

/** The standard deviation that the trials would have if nothing but sampling made them differ. */
function samplingError(values: readonly TrialValue[]): number {
  return Math.sqrt(values.reduce((sum, { standardError }) => sum + standardError ** 2, 0) / values.length);
}

/** The p50 of a trial with its standard error; null when nothing was answered. */
function p50Of(trial: TrialRecord): TrialValue | null {
  const stored = trial.distributions.responseTimeNs;
  if (!stored) return null;
  const histogram = histogramOf(stored);
  const value = histogram.quantileValue(0.5);
  // One standard deviation of a binomial rank to either side of the middle.
  const half = Math.min(0.5, 0.5 / Math.sqrt(stored.count));
  const byRank = (histogram.quantileValue(0.5 + half) - histogram.quantileValue(0.5 - half)) / 2;
  const rounding = value * BUCKET_WIDTH;
  return { value, standardError: Math.max(byRank, bySeconds(trial), rounding) };
}

/** Requests of the same second resemble each other; seconds do so less. From ten full seconds on they tell the error, too. */
function bySeconds({ series, durationNs }: TrialRecord): number {
  const seconds = Math.floor(durationNs / series.intervalNs);
  const p50s = series.responseP50Ns.slice(0, seconds).filter((ns) => ns > 0);
  return p50s.length < STEADY_FEWEST_SECONDS ? 0 : Moments.of(p50s).standardError;
}
