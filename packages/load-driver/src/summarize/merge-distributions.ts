import type { Distribution, TrialRecord } from '@benchwright/result-schema';
import { type Histogram, Moments } from '@benchwright/stats';
import { histogramOf } from '../record/read-distribution.js';

/** A distribution of all requests of several trials: buckets added, moments merged exactly. Never an average of percentiles. */
export interface MergedDistribution {
  readonly histogram: Histogram;
  readonly moments: Moments;
  readonly overflowCount: number;
}

/** The exact moments of a stored distribution. */
function momentsOf(stored: Distribution): Moments {
  return Moments.fromJSON({
    n: stored.count,
    mean: stored.mean,
    m2: stored.m2,
    min: stored.min,
    max: stored.max,
  });
}

/** One trial's distribution, read. */
export type DecodedDistribution = MergedDistribution;

/** Reads one named distribution of all trials that have it. */
export function decodeDistributions(trials: readonly TrialRecord[], name: string): DecodedDistribution[] {
  return trials.flatMap((trial) => {
    const stored = trial.distributions[name];
    if (!stored) return [];
    const { overflowCount } = stored;
    return [{ histogram: histogramOf(stored), moments: momentsOf(stored), overflowCount }];
  });
}

/** Merges distributions that were read; they stay as they are. Null when there are none. */
export function mergeDecoded(decoded: readonly DecodedDistribution[]): MergedDistribution | null {
  const [first, ...rest] = decoded;
  if (first === undefined) return null;
  const histogram = first.histogram.copy();
  const moments = Moments.fromJSON(first.moments.toJSON());
  for (const other of rest) {
    histogram.merge(other.histogram);
    moments.merge(other.moments);
  }
  return { histogram, moments, overflowCount: decoded.reduce((sum, one) => sum + one.overflowCount, 0) };
}

/** Merges one named distribution over trials; null when no trial has it. */
export function mergeDistributions(trials: readonly TrialRecord[], name: string): MergedDistribution | null {
  return mergeDecoded(decodeDistributions(trials, name));
}
