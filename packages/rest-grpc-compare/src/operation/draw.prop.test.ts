import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawUserId } from './draw.js';

const range = fc
  .tuple(fc.integer({ min: 1, max: 1e9 }), fc.integer({ min: 0, max: 1e9 }))
  .map(([min, span]) => ({ min, max: min + span }));
const uint32 = fc.integer({ min: 0, max: 2 ** 32 - 1 });

describe('drawUserId', () => {
  it('stays within the range and depends on seed and number alone', () => {
    fc.assert(
      fc.property(range, uint32, uint32, (r, seed, sequence) => {
        const id = drawUserId(r, seed, sequence);
        expect(Number.isSafeInteger(id)).toBe(true);
        expect(id).toBeGreaterThanOrEqual(r.min);
        expect(id).toBeLessThanOrEqual(r.max);
        expect(drawUserId(r, seed, sequence)).toBe(id);
      }),
    );
  });

  it('is uniform over the range: chi-squared of 100 cells over 100,000 draws, for several seeds', () => {
    for (const seed of [0, 1, 42, 0xffffffff]) {
      const cells = new Array<number>(100).fill(0);
      for (let i = 0; i < 100_000; i++) cells[drawUserId({ min: 1, max: 100 }, seed, i) - 1]!++;
      const chiSquared = cells.reduce((sum, n) => sum + (n - 1000) ** 2 / 1000, 0);
      // 99 degrees of freedom: 60 and 149 are the 0.05 % and 99.93 % points. Too even would be as wrong as too uneven.
      expect(chiSquared).toBeGreaterThan(60);
      expect(chiSquared).toBeLessThan(149);
    }
  });

  it('does not tie neighbouring requests or neighbouring seeds together', () => {
    const all = { min: 1, max: 1_000_000 };
    const serial = (next: (i: number) => number): number => {
      let sum = 0;
      for (let i = 0; i < 20_000; i++) {
        sum += (drawUserId(all, 7, i) / 1e6 - 0.5) * (next(i) / 1e6 - 0.5);
      }
      return (sum / 20_000) * 12;
    };
    // The correlation of 20,000 independent pairs has a standard error of 0.007.
    expect(Math.abs(serial((i) => drawUserId(all, 7, i + 1)))).toBeLessThan(0.03);
    expect(Math.abs(serial((i) => drawUserId(all, 8, i)))).toBeLessThan(0.03);
  });
});
