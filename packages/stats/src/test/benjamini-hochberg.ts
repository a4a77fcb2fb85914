import { requireArgument } from '../errors.js';

/**
 * Adjusts p-values for having looked at many comparisons: reporting those with an adjusted value ≤ q keeps the
 * expected share of false reports at q (Benjamini and Hochberg 1995; valid for independent or positively dependent
 * tests). In input order. A NaN (no test was made) stays NaN and does not count as a comparison. Throws
 * `ERR_STATS_BAD_ARGUMENT` for a value outside 0 … 1. O(n log n).
 */
export function benjaminiHochberg(pValues: ArrayLike<number>): number[] {
  const all = Array.from(pValues);
  for (const p of all) requireArgument(!(p < 0 || p > 1), `a p-value lies in 0 … 1, got ${p}`);
  const tested = all.map((p, index) => ({ p, index })).filter(({ p }) => !Number.isNaN(p));
  tested.sort((a, b) => b.p - a.p);
  const adjusted = new Array<number>(all.length).fill(Number.NaN);
  let smallest = 1;
  tested.forEach(({ p, index }, i) => {
    const rank = tested.length - i;
    smallest = Math.min(smallest, p * (tested.length / rank));
    adjusted[index] = smallest;
  });
  return adjusted;
}
