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

/** Merges one named distribution over trials; null when no trial has it. */
export function mergeDistributions(trials: readonly TrialRecord[], name: string): MergedDistribution | null {
  let merged: { histogram: Histogram; moments: Moments; overflowCount: number } | null = null;
  for (const trial of trials) {
    const stored = trial.distributions[name];
    if (!stored) continue;
    const histogram = histogramOf(stored);
    if (merged) {
      merged.histogram.merge(histogram);
      merged.moments.merge(momentsOf(stored));
      merged.overflowCount += stored.overflowCount;
    } else {
      merged = { histogram, moments: momentsOf(stored), overflowCount: stored.overflowCount };
    }
  }
  return merged;
}
