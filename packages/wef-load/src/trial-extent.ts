import { plannedDurationNs } from '@benchwright/load-driver';
import type { Load } from '@benchwright/result-schema';

/** Batches that a closed load over a time may come to: far beyond what a connection answers. */
const MOST_BATCHES_PER_SEC = 200_000;
const MOST_BATCHES = 2 ** 28;

/** How many batches a load has at most: what the ledger needs room for. Pure. */
export function mostBatches(load: Load): number {
  if (load.model === 'iterations') return load.count;
  const durationNs = plannedDurationNs(load) ?? 0;
  // Half a batch more, and one: the pacer's sums may round the other way.
  return Math.min(MOST_BATCHES, Math.ceil((peakRate(load) * durationNs) / 1e9 + 0.5) + 1);
}

function peakRate(load: Load): number {
  switch (load.model) {
    case 'constant':
      return load.ratePerSec;
    case 'poisson':
      return load.ratePerSec * 2;
    case 'stages':
      return Math.max(load.startRatePerSec, ...load.stages.map((stage) => stage.toRatePerSec));
    default:
      return MOST_BATCHES_PER_SEC;
  }
}
