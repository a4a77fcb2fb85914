import type { Distribution } from '@benchwright/result-schema';
import { Histogram, Moments } from '@benchwright/stats';

/** Milliseconds that functions report of themselves, in the stored form of a distribution; null for none. */
export function distributionOf(valuesMs: readonly number[]): Distribution | null {
  if (valuesMs.length === 0) return null;
  const histogram = new Histogram({ measuredFrom: 'other', unit: 'ns' });
  const moments = new Moments();
  for (const valueMs of valuesMs) {
    const valueNs = Math.max(1, Math.round(valueMs * 1e6));
    histogram.record(valueNs);
    moments.add(valueNs);
  }
  return {
    measuredFrom: histogram.measuredFrom,
    histogram: histogram.encode(),
    count: moments.n,
    mean: moments.mean,
    m2: moments.m2,
    min: moments.min,
    max: moments.max,
    overflowCount: histogram.overflowCount,
  };
}
