import { median } from '../quantile/quantile.js';
import type { Random } from '../random/random.js';
import type { Division, DivisionOptions } from './e-divisive.js';

/** Up to so many values every order is tried: 7! = 5,040. */
const EXACT_LENGTH = 7;

/**
 * At most one change of a short series, by the cumulative sum of differences from the median (Page 1954; the randomised form of
 * Taylor, "Change-point analysis", 2000): before a change values lie on one side of the median of all, after it on the other, and
 * the sum turns where it happened. The p-value is the share of orders of the same values whose sum strays as far; all orders up to
 * seven values, seeded ones above.
 */
export function medianCusum(
  values: Float64Array,
  { minSegment, significance, permutations, random }: DivisionOptions,
): Division | null {
  if (values.length < 2 * minSegment) return null;
  const middle = median(values);
  const fromMiddle = values.map((value) => value - middle);
  const turn = farthest(fromMiddle, minSegment);
  const scale = fromMiddle.reduce((sum, d) => sum + Math.abs(d), 0);
  if (scale === 0) return null;
  // Up to the rounding of sums, without which an order equal in exact arithmetic might be missed.
  const limit = turn.excess - scale * 1e-12;
  const pValue =
    values.length <= EXACT_LENGTH
      ? exactShare(fromMiddle, minSegment, limit)
      : seededShare(fromMiddle, minSegment, limit, permutations, random);
  return pValue <= significance ? { at: turn.at, pValue } : null;
}

/** Where the sum strays farthest from the straight line to its end. */
function farthest(fromMiddle: Float64Array, minSegment: number): { at: number; excess: number } {
  const n = fromMiddle.length;
  const total = fromMiddle.reduce((sum, d) => sum + d, 0);
  let sum = 0;
  let at = minSegment;
  let excess = -1;
  for (let i = 1; i < n; i++) {
    sum += fromMiddle[i - 1]!;
    if (i < minSegment || i > n - minSegment) continue;
    const strayed = Math.abs(sum - (total * i) / n);
    if (strayed > excess) {
      excess = strayed;
      at = i;
    }
  }
  return { at, excess };
}

function exactShare(fromMiddle: Float64Array, minSegment: number, limit: number): number {
  let orders = 0;
  let hits = 0;
  forEachOrder(fromMiddle.slice(), fromMiddle.length, (order) => {
    orders++;
    if (farthest(order, minSegment).excess >= limit) hits++;
  });
  return hits / orders;
}

/** Heap's algorithm: each order from the one before by one exchange. */
function forEachOrder(items: Float64Array, size: number, visit: (order: Float64Array) => void): void {
  if (size <= 1) {
    visit(items);
    return;
  }
  for (let i = 0; i < size; i++) {
    forEachOrder(items, size - 1, visit);
    const other = size % 2 === 0 ? i : 0;
    const held = items[other]!;
    items[other] = items[size - 1]!;
    items[size - 1] = held;
  }
}

function seededShare(
  fromMiddle: Float64Array,
  minSegment: number,
  limit: number,
  permutations: number,
  random: Random,
): number {
  const order = Array.from(fromMiddle);
  let hits = 0;
  for (let done = 0; done < permutations; done++) {
    random.shuffle(order);
    if (farthest(Float64Array.from(order), minSegment).excess >= limit) hits++;
  }
  return (hits + 1) / (permutations + 1);
}
