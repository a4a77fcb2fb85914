import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawInt, drawWord } from './draw.js';

const uint32 = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const requestNumber = fc.maxSafeNat();

describe('drawing', () => {
  it('depends on seed, request and lane alone, and on each of them', () => {
    fc.assert(
      fc.property(uint32, requestNumber, fc.nat(200), (seed, request, lane) => {
        const word = drawWord(seed, request, lane);
        expect(drawWord(seed, request, lane)).toBe(word);
        expect(Number.isInteger(word) && word >= 0 && word < 2 ** 32).toBe(true);
      }),
    );
    const words = new Set<number>();
    for (let n = 0; n < 100; n++) {
      for (const word of [
        drawWord(n, 0, 0),
        drawWord(0, n, 1),
        drawWord(0, 0, n + 2),
        drawWord(0, n * 2 ** 32, 3),
      ])
        words.add(word);
    }
    // Two of 400 coincide with probability 2e-5, and (0, 0, …) is drawn twice in two lanes.
    expect(words.size).toBeGreaterThan(395);
  });

  it('stays within its range, to the last of the safe integers', () => {
    fc.assert(
      fc.property(uint32, requestNumber, fc.maxSafeNat(), fc.maxSafeNat(), (seed, request, a, b) => {
        const [least, most] = a < b ? [a, b] : [b, a];
        const value = drawInt(seed, request, 0, least, most);
        expect(Number.isSafeInteger(value) && value >= least && value <= most).toBe(true);
      }),
    );
  });

  // χ² with 9 degrees of freedom: above 33.7 once in 10,000.
  it.each([0, 1, 42, 2 ** 32 - 1])('is uniform over consecutive requests (seed %d)', (seed) => {
    const counts = new Array<number>(10).fill(0);
    for (let n = 0; n < 10_000; n++) counts[drawInt(seed, n, 4, 1, 10) - 1]!++;
    const chi2 = counts.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    expect(chi2).toBeLessThan(33.7);
    // Not suspiciously even either: below 1.15 once in 1,000.
    expect(chi2).toBeGreaterThan(0.5);
  });

  it('does not tie one request to the next, nor one field to another', () => {
    for (const pairs of [
      Array.from({ length: 5000 }, (_, n) => [drawInt(1, n, 0, 0, 1e6), drawInt(1, n + 1, 0, 0, 1e6)]),
      Array.from({ length: 5000 }, (_, n) => [drawInt(1, n, 0, 0, 1e6), drawInt(1, n, 4, 0, 1e6)]),
      Array.from({ length: 5000 }, (_, n) => [drawInt(n, 5, 0, 0, 1e6), drawInt(n + 1, 5, 0, 0, 1e6)]),
    ]) {
      // Standard error of a correlation of 0: 1/√5000 = 0.014.
      expect(Math.abs(correlation(pairs as [number, number][]))).toBeLessThan(0.057);
    }
  });
});

function correlation(pairs: readonly (readonly [number, number])[]): number {
  const mean = (of: (pair: readonly [number, number]) => number) =>
    pairs.reduce((sum, pair) => sum + of(pair), 0) / pairs.length;
  const [mx, my] = [mean(([x]) => x), mean(([, y]) => y)];
  const cov = mean(([x, y]) => (x - mx) * (y - my));
  return cov / Math.sqrt(mean(([x]) => (x - mx) ** 2) * mean(([, y]) => (y - my) ** 2));
}
