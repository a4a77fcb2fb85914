import { type RunRecords, summarizeRun, trialMetric } from '@benchwright/load-driver';
import type { Metric, RunResult, TrialRecord } from '@benchwright/result-schema';

/** Folds the records of a run into its result: what every suite has, and the connections and threads it took. Pure. */
export function summarizeHttp(records: RunRecords): RunResult {
  return summarizeRun(records, { extraMetrics: connectionMetrics });
}

function connectionMetrics(trials: readonly TrialRecord[]): Record<string, Metric> {
  if (trials.length === 0) return {};
  const counted = (unit: string, statistic: string, of: (trial: TrialRecord) => number): Metric =>
    trialMetric({ unit, better: 'lower', statistic, counted: true, perTrial: trials.map(of) });
  const metrics: Record<string, Metric> = {
    connectionsOpened: counted('1', 'connections made', ({ connections }) => connections.opened),
    connectionsReopened: counted('1', 'connections made anew', ({ connections }) => connections.reopened),
  };
  const several = trials.some(({ workers = 1 }) => workers > 1);
  return several
    ? { ...metrics, generatorThreads: counted('1', 'threads', ({ workers = 1 }) => workers) }
    : metrics;
}
