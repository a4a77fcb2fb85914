import { StatsError } from '../errors.js';
import type { HistogramJson } from './histogram-types.js';

/** What the stored form is made of: a histogram, seen from outside. */
interface Recorded extends Omit<HistogramJson, 'min' | 'max' | 'encoded'> {
  readonly min: number;
  readonly max: number;
  encode(): string;
}

/** The stored form. An extreme that JSON cannot hold (none, or infinite) is null. */
export function jsonOf(histogram: Recorded): HistogramJson {
  return {
    unit: histogram.unit,
    measuredFrom: histogram.measuredFrom,
    count: histogram.count,
    min: Number.isFinite(histogram.min) ? histogram.min : null,
    max: Number.isFinite(histogram.max) ? histogram.max : null,
    extremesAreExact: histogram.extremesAreExact,
    overflowCount: histogram.overflowCount,
    underflowCount: histogram.underflowCount,
    invalidCount: histogram.invalidCount,
    encoded: histogram.encode(),
  };
}

/** Throws `ERR_HISTOGRAM_DECODE` unless the buckets hold as many values as the stored count says. */
export function requireStoredCount(json: HistogramJson, countInBuckets: number): void {
  if (json.count === countInBuckets) return;
  throw new StatsError(
    'ERR_HISTOGRAM_DECODE',
    `the stored count is ${json.count} but the buckets hold ${countInBuckets}; the record was altered`,
  );
}
