import type { Samples } from '../evidence/samples.js';

/** Ranks with equal values sharing their average. */
export interface Ranks {
  /** Twice the rank of each value, in input order: doubled, averages of ranks are whole numbers. */
  readonly doubled: number[];
  /** Σ(t³ − t) over groups of t equal values: what ties take from the variance of a rank statistic. */
  readonly tieSum: number;
}

/** Midranks, smallest value first. O(n log n). */
export function midranks(values: Samples): Ranks {
  const order = Array.from({ length: values.length }, (_, i) => i).sort((i, j) =>
    compare(values[i]!, values[j]!),
  );
  const doubled = new Array<number>(values.length).fill(0);
  let tieSum = 0;
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++;
    const size = to - from;
    // Ranks from+1 … to have the average (from + 1 + to) / 2.
    for (let i = from; i < to; i++) doubled[order[i]!] = from + 1 + to;
    tieSum += size ** 3 - size;
    from = to;
  }
  return { doubled, tieSum };
}

/** Order that is defined for infinities, where a − b is not. */
function compare(a: number, b: number): number {
  if (a < b) return -1;
  return a > b ? 1 : 0;
}
