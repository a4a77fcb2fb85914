import type { Metric } from '@benchwright/result-schema';
import { fact, type Measured, type Measurement, tooFewTrials } from './measurement.js';
import type { LatencyStatistic, SloSubject } from './slo.js';

type MetricSubject = Extract<SloSubject, { kind: 'metric' }>;

/** What a result says of one of its metrics: the mean over trials with its interval, or a statistic of all requests. Pure. */
export function measureMetric(
  { name, statistic, unit }: MetricSubject,
  metrics: Readonly<Record<string, Metric>>,
): Measurement {
  const metric = Object.hasOwn(metrics, name) ? metrics[name] : undefined;
  if (metric === undefined) {
    const known = Object.keys(metrics);
    return {
      missing: `there is no metric ${name}; ${known.length === 0 ? 'there is none at all' : `there are ${known.join(', ')}`}`,
    };
  }
  if (unit !== null && metric.unit !== unit)
    return { missing: `${name} is measured in ${metric.unit}, not in ${unit}` };
  return statistic === null ? ofTrials(metric) : ofRequests(name, metric, statistic);
}

function ofTrials({ estimate, interval, perTrial = [], n }: Metric): Measurement {
  if (estimate === null) return { missing: 'nothing was measured' };
  const thin = tooFewTrials(perTrial.length === 0 ? n : perTrial.length);
  return { ...bounds(estimate, interval), thin, perTrial };
}

const P50_STATISTIC = /^p50\b/;

function ofRequests(name: string, metric: Metric, statistic: LatencyStatistic): Measurement {
  if (statistic.name !== 'percentile') {
    const value = metric[statistic.name];
    if (value === undefined) return { missing: `${name} has no ${statistic.name} of its own` };
    if (statistic.name === 'max') return fact(value, []);
    return {
      ...bounds(value, [null, null]),
      thin: 'the result alone keeps no interval of a mean',
      perTrial: [],
    };
  }
  const key = String(statistic.percentile);
  const value = metric.percentiles?.[key];
  if (value === undefined) {
    const known = Object.keys(metric.percentiles ?? {}).map((percentile) => `p${percentile}`);
    return {
      missing: `${name} has no p${key} in the result; there are ${known.join(', ') || 'no percentiles'}`,
    };
  }
  const perTrial = key === '50' && P50_STATISTIC.test(metric.statistic) ? (metric.perTrial ?? []) : [];
  const interval = metric.percentileIntervals?.[key] ?? [null, null];
  return { ...bounds(value, interval), thin: tooFewTrials(metric.n), perTrial };
}

function bounds(value: number, [low, high]: Metric['interval']): Pick<Measured, 'value' | 'low' | 'high'> {
  return {
    value,
    low: Math.min(value, low ?? Number.NEGATIVE_INFINITY),
    high: Math.max(value, high ?? Number.POSITIVE_INFINITY),
  };
}
