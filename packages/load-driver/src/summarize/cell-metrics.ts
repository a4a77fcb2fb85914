import type { Metric, TrialRecord } from '@benchwright/result-schema';
import { latencyMetric } from './latency-metric.js';
import { trialMetric } from './trial-metric.js';

const LATENCIES = [
  'responseTimeNs',
  'serviceTimeNs',
  'sendLagNs',
  'firstByteNs',
  'downloadNs',
  'connectNs',
  'failureTimeNs',
];

/**
 * The metrics that every suite has, from the whole trials of one cell. Rates divide by the time from the first due
 * request to the last answer. A metric that no trial can give is left out.
 */
export function cellMetrics(trials: readonly TrialRecord[]): Record<string, Metric> {
  const metrics: Record<string, Metric> = {};
  if (trials.length === 0) return metrics;
  for (const name of LATENCIES) {
    const metric = latencyMetric(trials, name);
    if (metric) metrics[name] = metric;
  }
  const perTrial = (value: (trial: TrialRecord) => number): number[] => trials.map(value);
  const perSec = (value: (trial: TrialRecord) => number): number[] =>
    trials.map((trial) => (value(trial) * 1e9) / trial.durationNs);
  const rate = (unit: string, values: number[]): Metric =>
    trialMetric({ unit, better: 'higher', statistic: 'rate', perTrial: values });
  metrics.requestsPerSec = rate(
    '1/s',
    perSec((t) => t.counts.ok),
  );
  metrics.offeredPerSec = rate(
    '1/s',
    perSec((t) => t.counts.offered),
  );
  metrics.bytesInPerSec = rate(
    'B/s',
    perSec((t) => t.bytes.in),
  );
  metrics.bytesOutPerSec = rate(
    'B/s',
    perSec((t) => t.bytes.out),
  );
  metrics.errorShare = trialMetric({
    unit: '1',
    better: 'lower',
    statistic: 'failed ÷ sent',
    counted: true,
    perTrial: perTrial((t) => (t.counts.sent > 0 ? t.counts.failed / t.counts.sent : 0)),
  });
  Object.assign(metrics, sizeMetrics(trials), targetMetrics(trials));
  return metrics;
}

/** Sizes per answered request; trials without an answer say nothing about them. */
function sizeMetrics(trials: readonly TrialRecord[]): Record<string, Metric> {
  const answered = trials.filter((t) => t.counts.ok > 0);
  if (answered.length === 0) return {};
  const size = (bytes: (trial: TrialRecord) => number): Metric =>
    trialMetric({
      unit: 'B',
      better: 'lower',
      statistic: 'mean per request',
      counted: true,
      perTrial: answered.map((t) => bytes(t) / t.counts.ok),
    });
  return {
    bodyBytes: size((t) => t.bytes.body),
    wireBytesIn: size((t) => t.bytes.in),
    wireBytesOut: size((t) => t.bytes.out),
  };
}

/** What the target's own process used, where it was seen in every trial. */
function targetMetrics(trials: readonly TrialRecord[]): Record<string, Metric> {
  const seen = trials.flatMap((t) =>
    t.target && t.counts.sent > 0 ? [{ target: t.target, sent: t.counts.sent }] : [],
  );
  if (seen.length < trials.length) return {};
  return {
    targetCpuNs: trialMetric({
      unit: 'ns',
      better: 'lower',
      statistic: 'CPU time per request',
      perTrial: seen.map(({ target, sent }) => target.cpuNs / sent),
    }),
    targetRssBytes: trialMetric({
      unit: 'B',
      better: 'lower',
      statistic: 'highest resident set',
      perTrial: seen.map(({ target }) => target.maxRssBytes),
    }),
  };
}
