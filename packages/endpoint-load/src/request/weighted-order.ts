import { createRandom } from '@benchwright/stats';

/** Places in an order at least: a share is off by at most 1/65,536. */
const LEAST_PLACES = 65_536;

/**
 * The order in which requests with weights are sent, over and over: each has its share of the places (rounded by largest
 * remainders, one place at least unless its weight is 0), shuffled by the seed. Over one round the shares are exact, so
 * they do not vary by chance from trial to trial. Pure; O(places).
 */
export function weightedOrder(weights: readonly number[], seed: number): Uint32Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const places = Math.max(LEAST_PLACES, weights.length * 16);
  const exact = weights.map((weight) => (weight / total) * places);
  const counts = exact.map((share) => (share > 0 ? Math.max(1, Math.floor(share)) : 0));
  const byRemainder = exact
    .map((share, index) => ({ index, remainder: share - Math.floor(share) }))
    .filter(({ index }) => exact[index]! >= 1)
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  let left = places - counts.reduce((sum, count) => sum + count, 0);
  for (const { index } of byRemainder) {
    if (left <= 0) break;
    counts[index]!++;
    left--;
  }
  const order = counts.flatMap((count, index) => new Array<number>(count).fill(index));
  return Uint32Array.from(createRandom(seed).fork('target-order').shuffle(order));
}
