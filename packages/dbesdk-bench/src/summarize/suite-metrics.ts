import { latencyMetric, trialMetric } from '@benchwright/load-driver';
import type { Metric, TrialRecord } from '@benchwright/result-schema';
import type { CellSpec } from '../cell-spec.js';
import { DIRECTIONS, STAGES, stageFigure } from '../stages/stage-names.js';
import {
  HALVES,
  PEAK_HEAP_EXTERNAL,
  PEAK_RSS,
  PRIMITIVE_DECRYPT,
  PRIMITIVE_ENCRYPT,
} from './figure-names.js';

type Trials = readonly TrialRecord[];
type Of = (trial: TrialRecord) => number | undefined;

const NS_PER_SEC = 1e9;

/** What this suite reports of a cell beside the common metrics. A figure that not every trial has is left out. */
export function suiteMetrics(trials: Trials, spec: CellSpec): Record<string, Metric> {
  return {
    ...latencies(trials),
    ...figure(trials, 'payloadBytesPerSec', { unit: 'B/s', better: 'higher', statistic: 'rate' }, (t) =>
      spec.test === 'memory' ? undefined : (t.bytes.body * NS_PER_SEC) / t.durationNs,
    ),
    ...limitMetrics(trials, spec),
    ...memoryMetrics(trials, spec),
    ...stageMetrics(trials),
  };
}

function latencies(trials: Trials): Record<string, Metric> {
  const metrics: Record<string, Metric> = {};
  for (const name of HALVES) {
    const metric = latencyMetric(trials, name);
    if (metric !== null) metrics[name] = metric;
  }
  return metrics;
}

/**
 * The limit of the primitives, and how near to it the cell comes: time of the primitives ÷ time of the operation; where several
 * items are under way, their rate × time of the primitives, in multiples of what one thread could reach.
 */
function limitMetrics(trials: Trials, spec: CellSpec): Record<string, Metric> {
  const time = { unit: 'ns', better: 'lower', statistic: 'mean per item' } as const;
  const limitOf = ({ extra }: TrialRecord): number | undefined => {
    const encrypt = spec.test === 'decrypt' ? 0 : extra[PRIMITIVE_ENCRYPT];
    const decrypt = spec.test === 'encrypt' ? 0 : extra[PRIMITIVE_DECRYPT];
    return encrypt === undefined || decrypt === undefined ? undefined : encrypt + decrypt;
  };
  return {
    ...figure(trials, PRIMITIVE_ENCRYPT, time, ({ extra }) => extra[PRIMITIVE_ENCRYPT]),
    ...figure(trials, PRIMITIVE_DECRYPT, time, ({ extra }) => extra[PRIMITIVE_DECRYPT]),
    ...figure(
      trials,
      'limitShare',
      { unit: '1', better: 'higher', statistic: 'primitives ÷ measured' },
      (t) => {
        const limitNs = limitOf(t);
        if (limitNs === undefined) return undefined;
        if (spec.concurrency > 1) return (limitNs * t.counts.ok) / t.durationNs;
        const meanNs = t.distributions.serviceTimeNs?.mean;
        return meanNs === undefined ? undefined : limitNs / meanNs;
      },
    ),
  };
}

function memoryMetrics(trials: Trials, { dataSize }: CellSpec): Record<string, Metric> {
  const bytes = { unit: 'B', better: 'lower', statistic: 'highest over baseline' } as const;
  const ratio = { unit: '1', better: 'lower', statistic: 'highest over baseline ÷ item size' } as const;
  const of = (name: string) => (t: TrialRecord) => t.extra[name];
  const sizes = (name: string) => (t: TrialRecord) => {
    const peak = t.extra[name];
    return peak === undefined ? undefined : peak / dataSize;
  };
  return {
    ...figure(trials, PEAK_RSS, bytes, of(PEAK_RSS)),
    ...figure(trials, PEAK_HEAP_EXTERNAL, bytes, of(PEAK_HEAP_EXTERNAL)),
    ...figure(trials, 'peakRssRatio', ratio, sizes(PEAK_RSS)),
    ...figure(trials, 'peakHeapExternalRatio', ratio, sizes(PEAK_HEAP_EXTERNAL)),
  };
}

function stageMetrics(trials: Trials): Record<string, Metric> {
  const metrics: Record<string, Metric> = {};
  for (const direction of DIRECTIONS) {
    for (const stage of STAGES) {
      const name = stageFigure(direction, stage);
      const like = { unit: 'ns', better: 'lower', statistic: 'mean per item' } as const;
      Object.assign(
        metrics,
        figure(trials, name, like, ({ extra }) => extra[name]),
      );
    }
  }
  return metrics;
}

function figure(
  trials: Trials,
  name: string,
  like: { unit: string; better: Metric['better']; statistic: string },
  of: Of,
): Record<string, Metric> {
  const perTrial = trials.map(of).filter((value) => value !== undefined);
  if (perTrial.length === 0 || perTrial.length < trials.length) return {};
  return { [name]: trialMetric({ ...like, perTrial, counted: like.unit === 'B' }) };
}
