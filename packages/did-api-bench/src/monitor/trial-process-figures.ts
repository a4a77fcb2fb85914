import { trialMetric } from '@benchwright/load-driver';
import type { Metric, TrialRecord } from '@benchwright/result-schema';
import type { MonitoringSummary } from './monitoring-sample.js';

interface ProcessFigure {
  readonly metric: string;
  /** What of the samples of a trial it is. */
  readonly of: keyof MonitoringSummary;
  /** Its name in a trial's record. */
  readonly kept: string;
  readonly unit: '1' | 'B/s';
  readonly statistic: string;
}

const HIGHEST = 'highest of the trial, sampled every second';
const MEAN = 'bytes ÷ time, over the trial';
const MEAN_OF_ALL = `${MEAN}, of all processes of its network namespace`;

/** What is told of the target's process beside CPU and memory, which the driver watches. */
const PROCESS_FIGURES: readonly ProcessFigure[] = [
  figure('targetThreads', 'threadsMax', 'targetThreadsMax', '1', HIGHEST),
  figure('targetOpenFiles', 'openFilesMax', 'targetOpenFilesMax', '1', HIGHEST),
  ...(['storageRead', 'storageWritten'] as const).map((name) => rateFigure(name, MEAN)),
  ...(['networkReceived', 'networkSent'] as const).map((name) => rateFigure(name, MEAN_OF_ALL)),
];

function figure(
  metric: string,
  of: keyof MonitoringSummary,
  kept: string,
  unit: ProcessFigure['unit'],
  statistic: string,
): ProcessFigure {
  return { metric, of, kept, unit, statistic };
}

function rateFigure(
  name: 'storageRead' | 'storageWritten' | 'networkReceived' | 'networkSent',
  statistic: string,
): ProcessFigure {
  const metric = `target${name[0]!.toUpperCase()}${name.slice(1)}BytesPerSec`;
  return figure(metric, `${name}BytesPerSecMean`, metric, 'B/s', statistic);
}

/** What the record of a trial keeps of the samples: what is known of this process on this system. Pure. */
export function keptFigures(summary: MonitoringSummary): Record<string, number> {
  return Object.fromEntries(
    PROCESS_FIGURES.flatMap(({ of, kept }) => {
      const value = summary[of];
      return typeof value === 'number' ? [[kept, value]] : [];
    }),
  );
}

/** Those figures as metrics, trial by trial; only what every trial has. Pure. */
export function processFigures(trials: readonly TrialRecord[]): Record<string, Metric> {
  return Object.fromEntries(
    PROCESS_FIGURES.flatMap(({ metric, kept, unit, statistic }) => {
      const perTrial = trials.flatMap(({ extra }) => extra[kept] ?? []);
      if (perTrial.length === 0 || perTrial.length < trials.length) return [];
      return [[metric, trialMetric({ unit, better: 'lower', statistic, perTrial, counted: true })]];
    }),
  );
}
