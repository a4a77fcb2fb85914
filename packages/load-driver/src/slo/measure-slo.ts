import type { FactorValue, Metric, TrialRecord, Validity } from '@benchwright/result-schema';
import { percentileOf } from '../record/read-distribution.js';
import { mergeDistributions } from '../summarize/merge-distributions.js';
import { requestsNeeded } from '../validity/replicate-rules.js';
import { measureMetric } from './measure-metric.js';
import { measureWindow } from './measure-window.js';
import { fact, type Measurement, overTrials, type Part, shareOver, tooFewTrials } from './measurement.js';
import type { LatencyStatistic, SloCondition, SloSubject } from './slo.js';

/** The cell that is judged. */
export interface JudgedCell {
  readonly id: string;
  readonly validity: Validity;
  readonly factors?: Readonly<Record<string, FactorValue>>;
  readonly metrics?: Readonly<Record<string, Metric>>;
  /**
   * Whether its trials measure it; default true. A search's trials are probes of different rates, and a result without its records has none:
   * then metrics are all there is.
   */
  readonly measuredBy?: 'trials' | 'metrics' | 'search';
}

/** The figure that a condition is about, of the whole trials of one cell. Pure; O(trials × buckets). */
export function measureSlo(
  condition: SloCondition,
  cell: JudgedCell,
  trials: readonly TrialRecord[],
): Measurement {
  const { subject, lastNs } = condition;
  const { metrics = {}, measuredBy = 'trials' } = cell;
  if (measuredBy !== 'trials') return measureMetrics(condition, metrics, measuredBy);
  if (subject.kind === 'metric' && lastNs === undefined) {
    const { name, statistic } = subject;
    const recorded = trials.some(({ distributions }) => Object.hasOwn(distributions, name));
    if (statistic === null || !recorded) return measureMetric(subject, metrics);
    return latencyOf(name, statistic, trials);
  }
  if (trials.length === 0) return { missing: 'no whole trial was measured' };
  if (lastNs !== undefined) return measureWindow(condition, trials);
  switch (subject.kind) {
    case 'metric':
      return measureMetric(subject, metrics);
    case 'latency':
      return latencyOf(subject.of, subject.statistic, trials);
    case 'share':
      return shareOver(
        trials.map((trial) => partOf(subject, trial)),
        condition.value,
      );
    case 'rate': {
      const perTrial = trials.map(({ counts, durationNs }) => (counts.ok * 1e9) / durationNs);
      return overTrials(perTrial.reduce((sum, rate) => sum + rate, 0) / trials.length, perTrial);
    }
  }
}

function partOf({ of, errorClass }: Extract<SloSubject, { kind: 'share' }>, { counts }: TrialRecord): Part {
  if (of === 'dropped') return { successes: counts.dropped, n: counts.offered };
  const failed = errorClass === undefined ? counts.failed : (counts.errors[errorClass] ?? 0);
  return { successes: failed, n: counts.sent };
}

function latencyOf(of: string, statistic: LatencyStatistic, trials: readonly TrialRecord[]): Measurement {
  const merged = mergeDistributions(trials, of);
  if (merged === null || merged.moments.n === 0) return { missing: 'nothing was answered' };
  const { histogram, moments } = merged;
  const answered = trials.filter((trial) => (trial.distributions[of]?.count ?? 0) > 0);
  const each = (value: (trial: TrialRecord) => number): number[] => answered.map(value);
  switch (statistic.name) {
    case 'max':
      return fact(
        moments.max,
        each((trial) => trial.distributions[of]!.max),
      );
    case 'mean':
      return overTrials(
        moments.mean,
        each((trial) => trial.distributions[of]!.mean),
      );
    case 'percentile': {
      const { percentile } = statistic;
      const value = Math.min(histogram.quantileValue(percentile / 100), moments.max);
      const perTrial = each((trial) => percentileOf(trial, of, percentile));
      const thin = thinPercentile(percentile, moments.n, perTrial.length);
      return { ...overTrials(value, perTrial), thin };
    }
  }
}

/** A percentile on a few requests is their story, and too low rather than too high: it may fail a condition, but not pass one. */
function thinPercentile(percentile: number, answered: number, trials: number): string | null {
  const needed = requestsNeeded(percentile);
  return answered < needed
    ? `p${percentile} needs ${needed} answered requests, and there are ${answered}`
    : tooFewTrials(trials);
}

const WITHOUT_TRIALS = {
  search: 'a search offers each rate in a trial of its own: ask for sustainedPerSec, what it found',
  metrics: 'the result alone does not keep this: give the folder of the run, with its records (run.ndjson)',
} as const;

/** By the metrics of the result alone. */
function measureMetrics(
  { subject, lastNs }: SloCondition,
  metrics: Readonly<Record<string, Metric>>,
  how: 'metrics' | 'search',
): Measurement {
  const named = subject.kind === 'metric' || how === 'search' ? subject : asMetric(subject);
  if (named?.kind !== 'metric' || lastNs !== undefined) return { missing: WITHOUT_TRIALS[how] };
  return measureMetric(named, metrics);
}

function asMetric(subject: SloSubject): SloSubject | null {
  if (subject.kind === 'latency')
    return { kind: 'metric', name: subject.of, statistic: subject.statistic, unit: 'ns' };
  if (subject.kind === 'rate')
    return { kind: 'metric', name: 'requestsPerSec', statistic: null, unit: '1/s' };
  const allErrors = subject.kind === 'share' && subject.of === 'errors' && subject.errorClass === undefined;
  return allErrors ? { kind: 'metric', name: 'errorShare', statistic: null, unit: '1' } : null;
}
