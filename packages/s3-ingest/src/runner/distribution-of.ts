import { LatencyDistribution } from '@benchwright/load-driver';
import type { Distribution } from '@benchwright/result-schema';

/** Milliseconds that functions report of themselves, in the stored form of a distribution; null for none. */
export function distributionOf(valuesMs: readonly number[]): Distribution | null {
  const times = new LatencyDistribution('other');
  for (const valueMs of valuesMs) times.record(Math.max(1, Math.round(valueMs * 1e6)));
  return times.toRecord();
}
