import { trialMetric } from '@benchwright/load-driver';
import type { Metric, TrialRecord } from '@benchwright/result-schema';

/** Metric → where a trial's record keeps the highest figure of the target's process. */
export const PROCESS_FIGURES = {
  targetThreads: 'targetThreadsMax',
  targetOpenFiles: 'targetOpenFilesMax',
} as const;

/** The highest count of threads and open files of the target's process, trial by trial; only what every trial has. Pure. */
export function processFigures(trials: readonly TrialRecord[]): Record<string, Metric> {
  return Object.fromEntries(
    Object.entries(PROCESS_FIGURES).flatMap(([metric, figure]) => {
      const perTrial = trials.flatMap(({ extra }) => extra[figure] ?? []);
      if (perTrial.length === 0 || perTrial.length < trials.length) return [];
      const statistic = 'highest of the trial, sampled every second';
      return [[metric, trialMetric({ unit: '1', better: 'lower', statistic, perTrial })]];
    }),
  );
}
