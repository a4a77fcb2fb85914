import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DistanceSums } from './distance-sums.js';
import { bestEnergySplit } from './energy-split.js';

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
        const series = { values: Float64Array.from(values), ranks };
        const sums = new DistanceSums(values.length);
        const best = bestEnergySplit(series, { from: 0, to: values.length }, minSegment, sums);
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
