import { mergeCounts, trialMetric } from '@benchwright/load-driver';
import type { Metric, TrialRecord } from '@benchwright/result-schema';
import {
  networkEfficiency,
  payloadBytes,
  successRate,
  type TrialFigure,
  wireBytesPerRequest,
} from './trial-figures.js';

type Trials = readonly TrialRecord[];

/**
 * What this suite reports of a cell beside the common metrics. `estimate` rests on the trials; `mean` is over all
 * requests together, which is what the original's averages are.
 */
export function suiteMetrics(trials: Trials): Record<string, Metric> {
  if (trials.length === 0) return {};
  const { ok, sent } = mergeCounts(trials);
  const body = sum(trials, (trial) => trial.bytes.body);
  const wire = sum(trials, (trial) => trial.bytes.in + trial.bytes.out);
  return {
    ...metricOf(payloadBytes, trials, ok > 0 ? body / ok : null),
    ...metricOf(successRate, trials, sent > 0 ? (ok * 100) / sent : null),
    ...metricOf(networkEfficiency, trials, null),
    ...metricOf(wireBytesPerRequest, trials, sent > 0 ? wire / sent : null),
    trialDurationNs: total(trials, 'ns', (trial) => trial.durationNs),
    wireSentBytes: total(trials, 'B', (trial) => trial.bytes.out),
    wireReceivedBytes: total(trials, 'B', (trial) => trial.bytes.in),
    connectionsOpened: total(trials, '1', (trial) => trial.connections.opened),
  };
}

function metricOf(figure: TrialFigure, trials: Trials, mean: number | null): Record<string, Metric> {
  const perTrial = trials.map(figure.of).filter(Number.isFinite);
  if (perTrial.length === 0) return {};
  const { metric, unit, better, statistic } = figure;
  const found = trialMetric({ unit, better, statistic, perTrial, counted: unit !== 'ns' });
  return { [metric]: mean === null ? found : { ...found, mean } };
}

function total(trials: Trials, unit: string, of: (trial: TrialRecord) => number): Metric {
  return trialMetric({
    unit,
    better: 'lower',
    statistic: 'total of the trial',
    perTrial: trials.map(of),
    counted: unit !== 'ns',
  });
}

function sum(trials: Trials, of: (trial: TrialRecord) => number): number {
  return trials.reduce((total, trial) => total + of(trial), 0);
}
