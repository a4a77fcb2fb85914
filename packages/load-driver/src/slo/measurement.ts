import { meanInterval, proportionInterval } from '@benchwright/stats';

/** A figure of all trials together, with how far it may be off. Ends that are not known are infinite. */
export interface Measured {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Why a condition that holds is not shown all the same; null when nothing speaks against it. */
  readonly thin: string | null;
  /** One value a trial, for comparisons; empty where trials cannot be told apart. */
  readonly perTrial: readonly number[];
}

/** There is no figure, and why. */
export interface NotMeasured {
  readonly missing: string;
}

export type Measurement = Measured | NotMeasured;

/** What all requests of the run show, and nothing is said beyond them. */
export function fact(value: number, perTrial: readonly number[]): Measured {
  return { value, low: value, high: value, thin: null, perTrial };
}

/** Student's t over the trials, widened to the figure of all requests together where one bad trial pulls that outside. */
export function overTrials(value: number, perTrial: readonly number[]): Measured {
  const [low, high] = meanInterval(perTrial).interval;
  return {
    value,
    low: Math.max(0, Math.min(low, value)),
    high: Math.max(high, value),
    thin: tooFewTrials(perTrial.length),
    perTrial,
  };
}

export function tooFewTrials(trials: number): string | null {
  return trials < 2 ? 'one trial shows no interval: it takes 2, better 5 (--trials)' : null;
}

/** Of so many requests of one trial, this many. */
export interface Part {
  readonly successes: number;
  readonly n: number;
}

/**
 * By requests (Wilson: 0 of 1000 may still be 0.4 %) and by trials, whichever reaches further. A limit of 0 is a question of fact: not
 * even a million requests without a failure show that there will be none.
 */
export function shareOver(parts: readonly Part[], limit: number): Measurement {
  const some = parts.filter(({ n }) => n > 0);
  const successes = some.reduce((sum, part) => sum + part.successes, 0);
  const n = some.reduce((sum, part) => sum + part.n, 0);
  if (n === 0) return { missing: 'nothing was answered' };
  const value = successes / n;
  const perTrial = some.map((part) => part.successes / part.n);
  if (limit === 0) return fact(value, perTrial);
  const [low, high] = proportionInterval({ successes, n }).interval;
  const byTrials = overTrials(value, perTrial);
  return { ...byTrials, low: Math.min(low, byTrials.low), high: Math.min(1, Math.max(high, byTrials.high)) };
}
