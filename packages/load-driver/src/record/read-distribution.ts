import type { Distribution, TrialRecord } from '@benchwright/result-schema';
import { Histogram } from '@benchwright/stats';

/** The histogram of a stored distribution. */
export function histogramOf(distribution: Distribution): Histogram {
  return Histogram.decode(distribution.histogram, { measuredFrom: distribution.measuredFrom, unit: 'ns' });
}

/** A percentile (0–100) of one of a trial's distributions, in its unit; 0 when the trial has none. */
export function percentileOf(record: TrialRecord, distribution: string, percentile: number): number {
  const stored = record.distributions[distribution];
  // Decoded buckets do not know the exact maximum, above which no percentile may be shown.
  return stored ? Math.min(histogramOf(stored).quantileValue(percentile / 100), stored.max) : 0;
}
