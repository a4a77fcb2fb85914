import { createPacer } from '@benchwright/load-driver';
import type { Load } from '@benchwright/result-schema';

/** Schedules longer than this are not counted arrival by arrival: that would take seconds. */
const MOST_COUNTED = 20_000_000;

/** How many requests the whole of a load offers; null where time and answers decide it. Pure; O(arrivals) for Poisson and stages. */
export function expectedOffered(load: Load, trialSeed: number): number | null {
  if (load.model === 'closed') return null;
  if (load.model === 'iterations') return load.count;
  const pacer = createPacer(load, trialSeed);
  if (load.model === 'constant')
    return firstBeyond((count) => pacer(0, count), (load.ratePerSec * load.durationNs) / 1e9);
  for (let count = 0; count < MOST_COUNTED; count++) {
    if (!Number.isFinite(pacer(0, count))) return count;
  }
  return null;
}

/** The first count that is never due, near a guess that is right but for rounding. */
function firstBeyond(dueNs: (count: number) => number, guess: number): number {
  let count = Math.max(0, Math.round(guess) - 2);
  while (Number.isFinite(dueNs(count))) count++;
  return count;
}
