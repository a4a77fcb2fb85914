import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { weightedOrder } from './weighted-order.js';

const tally = (order: Uint32Array, length: number): number[] => {
  const counts = new Array<number>(length).fill(0);
  for (const index of order) counts[index]!++;
  return counts;
};

describe('weightedOrder', () => {
  it('gives every request its share, to within one place', () => {
    const weights = fc
      .array(fc.double({ min: 0.001, max: 1000, noNaN: true }), { minLength: 1, maxLength: 30 })
      .filter((all) => all.reduce((a, b) => a + b, 0) > 0);
    fc.assert(
      fc.property(weights, fc.nat(), (all, seed) => {
        const order = weightedOrder(all, seed);
        const total = all.reduce((a, b) => a + b, 0);
        for (const [index, count] of tally(order, all.length).entries()) {
          const exact = (all[index]! / total) * 65_536;
          expect(count).toBeGreaterThanOrEqual(1);
          expect(Math.abs(count - exact)).toBeLessThanOrEqual(1 + 1e-6);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('leaves out weight 0 and keeps a share however small', () => {
    const [never, rare, often] = tally(weightedOrder([0, 1e-9, 1], 3), 3);
    expect([never, rare]).toEqual([0, 1]);
    expect(often).toBe(65_536 - 1);
  });

  it('is shuffled by the seed', () => {
    expect(weightedOrder([1, 1], 1)).toEqual(weightedOrder([1, 1], 1));
    expect(weightedOrder([1, 1], 1)).not.toEqual(weightedOrder([1, 1], 2));
    const start = weightedOrder([1, 1], 1).subarray(0, 100);
    expect(new Set(start)).toEqual(new Set([0, 1]));
  });
});
