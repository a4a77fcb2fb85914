import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DistanceSums } from './distance-sums.js';
import { bestEnergySplit, distancesWithin } from './energy-split.js';

/** The definition, pair by pair: O(n³) for all cuts. */
function byDefinition(values: readonly number[], at: number): number {
  const left = values.slice(0, at);
  const right = values.slice(at);
  const meanOver = (pairs: number[]): number =>
    pairs.length === 0 ? 0 : pairs.reduce((a, b) => a + b, 0) / pairs.length;
  const within = (part: number[]): number =>
    meanOver(part.flatMap((a, i) => part.slice(i + 1).map((b) => Math.abs(a - b))));
  const between = meanOver(left.flatMap((a) => right.map((b) => Math.abs(a - b))));
  return ((left.length * right.length) / values.length) * (2 * between - within(left) - within(right));
}

it('has the statistic of its definition, at the best cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 4, maxLength: 30 }),
      fc.integer({ min: 1, max: 3 }),
      (values, minSegment) => {
        const order = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]!);
        const ranks = new Int32Array(values.length);
        order.forEach((i, rank) => {
          ranks[i] = rank;
        });
        const whole = { from: 0, to: values.length };
        const doubles = Float64Array.from(values);
        const series = { values: doubles, ranks, distances: distancesWithin(doubles, ranks, [whole]) };
        const best = bestEnergySplit(series, whole, minSegment, new DistanceSums(values.length));
        const cuts = values
          .map((_, i) => i)
          .filter((i) => i >= minSegment && i <= values.length - minSegment);
        if (best === null) {
          expect(cuts).toEqual([]);
          return;
        }
        expect(best.statistic).toBeCloseTo(byDefinition(values, best.at), 6);
        expect(best.statistic).toBeCloseTo(Math.max(...cuts.map((at) => byDefinition(values, at))), 6);
      },
    ),
  );
});

it('sums the distances to all of a segment, and to none of another', () => {
  const values = Float64Array.of(5, 1, 3, 100, 90);
  const ranks = Int32Array.of(2, 0, 1, 4, 3);
  const distances = distancesWithin(values, ranks, [
    { from: 0, to: 3 },
    { from: 3, to: 5 },
  ]);
  expect([...distances]).toEqual([2 + 4, 2 + 2, 2 + 4, 10, 10]);
});
