/** How many pairs lie at or below a bound, and the nearest pair values on both sides of it. */
export interface PairCount {
  readonly count: number;
  readonly atOrBelow: number;
  readonly above: number;
}

/** Counts the pairs whose value is ≤ bound, for some family of pairs of sorted samples. */
export type PairCounter = (bound: number) => PairCount;

/**
 * The k-th smallest (1-based) of all pair values without listing them: bisection on the value, each step ending on a
 * value that occurs, so it ends exactly. Memory O(1) where the list of all pairs would be quadratic. O(n log(range)).
 */
export function kthPairValue(counter: PairCounter, lowest: number, highest: number, k: number): number {
  let low = lowest;
  let high = highest;
  while (low < high) {
    // Halved first, so that a range beyond the largest double does not become Infinity.
    const middle = low + (high / 2 - low / 2);
    const { count, atOrBelow, above } = counter(middle < high ? middle : low);
    if (count >= k) high = atOrBelow;
    else low = above;
  }
  return low;
}

/** Pairs candidate − baseline, both ascending. */
export function differenceCounter(baseline: Float64Array, candidate: Float64Array): PairCounter {
  return (bound) => {
    let count = 0;
    let atOrBelow = Number.NEGATIVE_INFINITY;
    let above = Number.POSITIVE_INFINITY;
    let j = 0;
    // A larger baseline value admits more candidates: j never moves back.
    for (let i = 0; i < baseline.length; i++) {
      const from = baseline[i]!;
      while (j < candidate.length && candidate[j]! - from <= bound) j++;
      count += j;
      if (j > 0) atOrBelow = Math.max(atOrBelow, candidate[j - 1]! - from);
      if (j < candidate.length) above = Math.min(above, candidate[j]! - from);
    }
    return { count, atOrBelow, above };
  };
}

/** Walsh averages (dᵢ + dⱼ)/2 with i ≤ j of ascending differences. */
export function walshCounter(ascending: Float64Array): PairCounter {
  return (bound) => {
    let count = 0;
    let atOrBelow = Number.NEGATIVE_INFINITY;
    let above = Number.POSITIVE_INFINITY;
    let j = ascending.length - 1;
    // A larger dᵢ admits fewer partners: j never moves up.
    for (let i = 0; i < ascending.length; i++) {
      while (j >= 0 && average(ascending[i]!, ascending[j]!) > bound) j--;
      if (j >= i) {
        count += j - i + 1;
        atOrBelow = Math.max(atOrBelow, average(ascending[i]!, ascending[j]!));
      }
      const next = Math.max(j + 1, i);
      if (next < ascending.length) above = Math.min(above, average(ascending[i]!, ascending[next]!));
    }
    return { count, atOrBelow, above };
  };
}

function average(a: number, b: number): number {
  return a / 2 + b / 2;
}
