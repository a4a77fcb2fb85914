/** Level of a factor: 1024, 'events'. */
export type FactorLevel = string | number;

/** What one trial of one cell came to. The replicate of every analysis is the trial, never the invocation. */
export interface CellTrial {
  readonly cellId: string;
  readonly factors: Readonly<Record<string, FactorLevel>>;
  /** The round the trial belongs to: all cells of a round were measured close together. */
  readonly round: number;
  readonly latencyP50Ns: number;
  readonly latencyP95Ns: number;
  readonly latencyMeanNs: number;
  readonly objectsPerSec: number;
  readonly bytesPerSec: number;
  readonly usdPerMillionObjects: number;
}

/** The measured values of a trial that can be analysed. */
export type TrialMetric =
  | 'latencyP50Ns'
  | 'latencyP95Ns'
  | 'latencyMeanNs'
  | 'objectsPerSec'
  | 'bytesPerSec'
  | 'usdPerMillionObjects';

interface MetricMeaning {
  readonly title: string;
  readonly better: 'lower' | 'higher';
  /** The value for people: scaled, with its unit. */
  readonly text: (value: number) => string;
}

/** How each metric is called, which way is better, and how it is printed. */
export const TRIAL_METRICS: Readonly<Record<TrialMetric, MetricMeaning>> = {
  latencyP50Ns: { title: 'p50 latency', better: 'lower', text: millisecondsText },
  latencyP95Ns: { title: 'p95 latency', better: 'lower', text: millisecondsText },
  latencyMeanNs: { title: 'mean latency', better: 'lower', text: millisecondsText },
  objectsPerSec: {
    title: 'objects per second',
    better: 'higher',
    text: (value) => `${significant(value)}/s`,
  },
  bytesPerSec: { title: 'throughput', better: 'higher', text: (value) => `${significant(value / 1e6)} MB/s` },
  usdPerMillionObjects: {
    title: 'cost per million objects',
    better: 'lower',
    text: (value) => `$${significant(value)}`,
  },
};

/** Three significant digits, without an exponent. */
export function significant(value: number): string {
  if (!Number.isFinite(value)) return 'unknown';
  return Number(value.toPrecision(3)).toLocaleString('en-US', {
    useGrouping: false,
    maximumFractionDigits: 12,
  });
}

function millisecondsText(ns: number): string {
  return Number.isFinite(ns) ? `${significant(ns / 1e6)} ms` : 'unknown';
}

/** The trials of each cell, cells in order of first appearance. */
export function trialsByCell(trials: readonly CellTrial[]): Map<string, CellTrial[]> {
  const cells = new Map<string, CellTrial[]>();
  for (const trial of trials) {
    const cell = cells.get(trial.cellId);
    if (cell === undefined) cells.set(trial.cellId, [trial]);
    else cell.push(trial);
  }
  return cells;
}
