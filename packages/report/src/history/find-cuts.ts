import { changePoints, type Seed } from '@benchwright/stats';

export interface CutOptions {
  /** Least number of runs between two changes. */
  readonly minSegment: number;
  /** A change is believed when chance does as well at most so often, per series. */
  readonly significance: number;
  readonly seed: Seed;
}

/** A place where the level of a series changed. */
export interface Cut {
  /** Index of the first value after it. */
  readonly at: number;
  readonly pValue: number;
}

export interface Cuts {
  readonly cuts: readonly Cut[];
  readonly method: string;
}

/** So many of the latest values are looked at one by one; what came before them may be looked at in blocks. */
const RECENT = 500;

/**
 * Where a series changed its level. A long one is looked at twice: as a whole, in blocks, which finds what happened at any time, and
 * its latest part value by value, because a change of last week must not wait for a block of its own. Pure; seeded.
 */
export function findCuts(values: readonly number[], { minSegment, significance, seed }: CutOptions): Cuts {
  const permutations = significance >= 0.01 ? 199 : Math.ceil(1 / significance) - 1;
  const options = { minSegment, significance, permutations, seed };
  const whole = changePoints(values, options);
  if (values.length <= RECENT) return { cuts: whole.changes.map(cutOf), method: whole.method };
  const from = values.length - RECENT;
  const recent = changePoints(values.slice(from), options).changes.map(cutOf);
  const later = recent.map(({ at, pValue }) => ({ at: at + from, pValue }));
  // Near the seam both may have found the same change, a little apart.
  const earlier = whole.changes
    .map(cutOf)
    .filter(({ at }) => at <= from + minSegment && later.every((cut) => cut.at - at >= SEAM));
  return {
    cuts: [...earlier, ...later],
    method: `${whole.method}, and the latest ${RECENT} values by themselves`,
  };
}

/**
 * The least number of values in which a change could be told at all: among the orders of n values, those that keep what is low on
 * one side of the middle are 2 of n choose n/2, so no permutation test gets below that share.
 */
export function leastValues({
  minSegment,
  significance,
}: Pick<CutOptions, 'minSegment' | 'significance'>): number {
  let n = 2;
  for (let divisions = 2; 2 / divisions > significance; n++) {
    // From the middle coefficient of n to that of n + 1.
    divisions = (divisions * (n + 1)) / (Math.floor(n / 2) + 1);
  }
  return Math.max(n, 2 * minSegment);
}

/** Blocks place a change this exactly at least. */
const SEAM = 20;

function cutOf({ at, pValue }: Cut): Cut {
  return { at, pValue };
}
