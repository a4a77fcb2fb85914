import { latencyMetric, percentileOf, trialMetric } from '@benchwright/load-driver';
import type { Metric, TrialRecord } from '@benchwright/result-schema';
import {
  COLD_LATENCY,
  COLD_START_TIME,
  FIGURES,
  HANDLER_LATENCY,
  UPLOAD_TIME,
  WARM_LATENCY,
} from '../runner/trial-figures.js';
import { METRICS } from './metric-names.js';

type Trials = readonly TrialRecord[];
type Of = (trial: TrialRecord) => number | undefined;

interface Like {
  readonly unit: string;
  readonly better: Metric['better'];
  readonly statistic: string;
}

const P95_NS: Like = { unit: 'ns', better: 'lower', statistic: 'p95' };
const PER_INVOCATION: Like = { unit: '1', better: 'lower', statistic: 'per invocation' };
const COUNTED: Like = { unit: '1', better: 'higher', statistic: 'sum' };

/** What this suite reports of a cell beside the common metrics. Pure. */
export function suiteMetrics(trials: Trials): Record<string, Metric> {
  const share = (name: string) => (t: TrialRecord) => ratio(t.extra[name], t.extra[FIGURES.ran]);
  const rate = (name: string) => (t: TrialRecord) => ratio((t.extra[name] ?? Number.NaN) * 1e9, t.durationNs);
  const sum = (name: string) => (t: TrialRecord) => t.extra[name];
  return {
    ...latencies(trials),
    ...figure(trials, METRICS.responseP95, P95_NS, (t) => p95Of(t, 'responseTimeNs')),
    ...figure(trials, METRICS.handlerP95, P95_NS, (t) => p95Of(t, HANDLER_LATENCY)),
    ...figure(
      trials,
      METRICS.responseMean,
      { ...P95_NS, statistic: 'mean' },
      (t) => t.distributions.responseTimeNs?.mean,
    ),
    ...figure(
      trials,
      METRICS.objectsPerSec,
      { unit: '1/s', better: 'higher', statistic: 'rate' },
      rate(FIGURES.objects),
    ),
    ...figure(
      trials,
      METRICS.bytesPerSec,
      { unit: 'B/s', better: 'higher', statistic: 'rate' },
      rate(FIGURES.objectBytes),
    ),
    ...figure(trials, METRICS.coldStartShare, PER_INVOCATION, share(FIGURES.coldStarts)),
    ...figure(trials, METRICS.throttles, PER_INVOCATION, (t) =>
      ratio(t.extra[FIGURES.throttles], t.counts.sent),
    ),
    ...figure(trials, METRICS.s3Requests, PER_INVOCATION, share(FIGURES.s3Requests)),
    ...figure(trials, METRICS.s3Retries, PER_INVOCATION, share(FIGURES.s3Retries)),
    ...figure(trials, METRICS.s3Throttles, PER_INVOCATION, share(FIGURES.s3Throttles)),
    ...figure(
      trials,
      METRICS.functionCpu,
      { unit: 'ns', better: 'lower', statistic: 'per invocation' },
      (t) => ratio((t.extra[FIGURES.functionCpuMs] ?? Number.NaN) * 1e6, t.extra[FIGURES.ran]),
    ),
    ...figure(trials, METRICS.billed, { unit: 'ns', better: 'lower', statistic: 'per invocation' }, (t) =>
      ratio((t.extra[FIGURES.billedMs] ?? Number.NaN) * 1e6, t.extra[FIGURES.ran]),
    ),
    ...figure(trials, METRICS.maxMemoryUsed, { unit: 'B', better: 'lower', statistic: 'highest' }, (t) =>
      ratio((t.extra[FIGURES.maxMemoryUsedMb] || Number.NaN) * 1_048_576, 1),
    ),
    ...figure(
      trials,
      METRICS.usdPerMillion,
      { unit: 'USD', better: 'lower', statistic: 'per million objects' },
      (t) => ratio((t.extra[FIGURES.totalUsd] ?? Number.NaN) * 1e6, t.extra[FIGURES.objects]),
    ),
    ...figure(trials, METRICS.objectBytes, { ...COUNTED, unit: 'B' }, sum(FIGURES.objectBytes)),
    ...figure(
      trials,
      METRICS.runStartMs,
      { ...COUNTED, statistic: 'ms since 1970' },
      sum(FIGURES.runStartMs),
    ),
    ...figure(trials, METRICS.memoryLimit, { ...COUNTED, statistic: 'kind' }, sum(FIGURES.memoryLimit)),
    ...figure(trials, METRICS.cpuLimit, { ...COUNTED, statistic: 'kind' }, sum(FIGURES.cpuLimit)),
  };
}

function latencies(trials: Trials): Record<string, Metric> {
  const names = [HANDLER_LATENCY, WARM_LATENCY, COLD_LATENCY, UPLOAD_TIME, COLD_START_TIME];
  return Object.fromEntries(
    names.flatMap((name) => {
      const metric = latencyMetric(trials, name);
      return metric === null ? [] : [[name, metric]];
    }),
  );
}

function p95Of(trial: TrialRecord, name: string): number | undefined {
  return trial.distributions[name] === undefined ? undefined : percentileOf(trial, name, 95);
}

function ratio(value: number | undefined, by: number | undefined): number | undefined {
  const quotient = (value ?? Number.NaN) / (by ?? Number.NaN);
  return Number.isFinite(quotient) ? quotient : undefined;
}

/**
 * A figure that some trials lack (all of their invocations failed) is told from the others, with a warning, and without the values trial by
 * trial: what pairs trials by their number would pair the wrong ones.
 */
function figure(trials: Trials, name: string, like: Like, of: Of): Record<string, Metric> {
  const values = trials.map(of).filter((value) => value !== undefined);
  if (values.length === 0) return {};
  const { perTrial, ...told } = trialMetric({ ...like, perTrial: values, counted: like.unit !== 'ns' });
  const missing = trials.length - values.length;
  if (missing === 0) return { [name]: { ...told, perTrial } };
  const text = `${missing} of ${trials.length} trials have no such figure: no invocation of theirs succeeded`;
  return { [name]: { ...told, warnings: [...told.warnings, { code: 'TRIALS_WITHOUT_FIGURE', text }] } };
}
