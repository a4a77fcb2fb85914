import type { Metric, MetricWarning, TrialRecord } from '@benchwright/result-schema';
import { meanInterval } from '@benchwright/stats';
import { requestsNeeded } from '../validity/replicate-rules.js';
import { type DecodedDistribution, decodeDistributions, mergeDecoded } from './merge-distributions.js';
import { nonNegativeInterval, trialMetric } from './trial-metric.js';

/** The percentiles every latency metric states, as keys of `percentiles`. */
export const PERCENTILES = ['50', '90', '95', '99', '99.9', '99.99'] as const;

/**
 * A latency over all trials of a cell, null when none recorded it. `estimate` and the intervals rest on the trials (the
 * p50 of each, the percentile of each); `percentiles`, `mean`, `stddev`, `min` and `max` describe all requests together.
 */
export function latencyMetric(
  trials: readonly TrialRecord[],
  name: string,
  better: Metric['better'] = 'lower',
): Metric | null {
  const decoded = decodeDistributions(trials, name);
  const merged = mergeDecoded(decoded);
  if (!merged) return null;
  const percentiles: Record<string, number> = {};
  const percentileIntervals: Record<string, [number | null, number | null]> = {};
  for (const p of PERCENTILES) {
    const q = Number(p) / 100;
    percentiles[p] = quantileOf(merged, q);
    percentileIntervals[p] = nonNegativeInterval(
      meanInterval(decoded.map((one) => quantileOf(one, q))).interval,
    );
  }
  const { moments } = merged;
  return {
    ...trialMetric({
      unit: 'ns',
      better,
      statistic: 'p50',
      perTrial: decoded.map((one) => quantileOf(one, 0.5)),
      warnings: [...sampleWarnings(moments.n), ...overflowWarnings(merged.overflowCount)],
    }),
    min: moments.min,
    max: moments.max,
    mean: moments.mean,
    stddev: moments.n > 1 ? moments.stddev : 0,
    percentiles,
    percentileIntervals,
    histogram: merged.histogram.encode(),
  };
}

/** Decoded buckets do not know the exact maximum, above which no percentile may be shown. */
function quantileOf({ histogram, moments }: DecodedDistribution, q: number): number {
  return Math.min(histogram.quantileValue(q), moments.max);
}

/**
 * A percentile needs at least ten requests beyond it to be more than the story of a few: p99.9 needs 10,000. Names the
 * first one that has not.
 */
function sampleWarnings(count: number): MetricWarning[] {
  const thin = PERCENTILES.find((p) => count < requestsNeeded(Number(p)));
  if (thin === undefined) return [];
  return [
    {
      code: 'TOO_FEW_SAMPLES',
      text: `p${thin} and above rest on fewer than 10 requests each: ${count} were answered, p${thin} needs ${requestsNeeded(Number(thin))}`,
    },
  ];
}

function overflowWarnings(overflowCount: number): MetricWarning[] {
  if (overflowCount === 0) return [];
  return [
    {
      code: 'OVERFLOW',
      text: `${overflowCount} values lie above the histogram's range and count as its highest`,
    },
  ];
}
