import type { Load } from '@benchwright/result-schema';

/** How an open load waits for its due times: polling (precise, takes a core) or woken by a sleeping thread (leaves it to others). */
export type PacerName = 'spin' | 'sleeper';

/** What the choice depends on. */
export interface PacingConditions {
  /** The highest rate of the load, all generators together. */
  readonly ratePerSec: number;
  /** Threads that offer it together, each with an equal share. */
  readonly generators: number;
  /** What this process may use, affinity and container quota taken into account; need not be whole. */
  readonly cores: number;
}

/**
 * Below this many arrivals a second per generator, polling takes less than an eighth of a core: it begins 2.5 ms before
 * an arrival at the earliest.
 */
const RARE_PER_SEC = 50;

/**
 * Above this many per second per generator the gaps are hardly longer than the 0.1 ms that the sleeper wakes early, and
 * the sender would poll through them all the same.
 */
const FREQUENT_PER_SEC = 8000;

/**
 * The pacer of an open load. Spin where a core is left beside the polling generators, where arrivals are so rare that
 * polling for them costs little, and where they are so frequent that sleeping between them saves little; else the sleeper,
 * since a polling generator would take the core that the target, the kernel's network work or its own container's
 * quota needs. Pure.
 */
export function choosePacer({ ratePerSec, generators, cores }: PacingConditions): PacerName {
  const eachPerSec = ratePerSec / generators;
  const hasIdleCore = cores - generators >= 1;
  return hasIdleCore || eachPerSec <= RARE_PER_SEC || eachPerSec > FREQUENT_PER_SEC ? 'spin' : 'sleeper';
}

/** The highest arrival rate that an open load reaches (of a Poisson process: its mean); null for a closed load. */
export function peakRatePerSec(load: Load): number | null {
  switch (load.model) {
    case 'closed':
    case 'iterations':
      return null;
    case 'constant':
    case 'poisson':
      return load.ratePerSec;
    case 'stages':
      return Math.max(load.startRatePerSec, ...load.stages.map((stage) => stage.toRatePerSec));
  }
}
