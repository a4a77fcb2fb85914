import { createRandom } from '@benchwright/stats';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findCrossings, type LinePoint } from './crossing.js';

function point(x: number, values: readonly number[], shown: LinePoint['shown']): LinePoint {
  return { x, logRatios: new Map(values.map((value, i) => [i, value])), shown };
}

describe('where two lines cross', () => {
  it('is where they meet on a logarithmic axis, exactly if nothing varies', () => {
    const points = [point(1, [0.2, 0.2], 1), point(100, [-0.2, -0.2], -1)];
    expect(findCrossings(points)).toEqual([
      {
        between: [1, 100],
        estimate: expect.closeTo(10, 9),
        interval: [expect.closeTo(10, 9), expect.closeTo(10, 9)],
        confidence: 0.95,
        lowerBefore: 'base',
      },
    ]);
  });

  it('is not claimed without a difference shown on both sides', () => {
    expect(findCrossings([point(1, [0.2, 0.1], 1), point(8, [-0.2, 0.1], 0)])).toEqual([]);
    expect(findCrossings([point(1, [0.2, 0.1], 1), point(8, [0.2, 0.1], 1)])).toEqual([]);
    expect(findCrossings([])).toEqual([]);
  });

  it('reaches over points at which nothing is shown, and there may be several', () => {
    const points = [
      point(1, [0.3, 0.3, 0.31], 1),
      point(4, [0.05, -0.05, 0.01], 0),
      point(16, [-0.3, -0.3, -0.31], -1),
      point(64, [0.3, 0.3, 0.31], 1),
    ];
    const [first, second, ...none] = findCrossings(points);
    expect(none).toEqual([]);
    expect(first).toMatchObject({ between: [1, 16], lowerBefore: 'base' });
    expect(first!.interval[0]).toBeGreaterThan(1);
    expect(first!.interval[1]).toBeLessThan(16);
    expect(second).toMatchObject({ between: [16, 64], lowerBefore: 'head' });
  });

  it('with one round says no more than the two points', () => {
    expect(findCrossings([point(1, [1], 1), point(9, [-1], -1)])).toEqual([
      { between: [1, 9], estimate: null, interval: [1, 9], confidence: 0.95, lowerBefore: 'base' },
    ]);
  });

  it('has its estimate in its interval and its interval between its points, whatever the values', () => {
    const values = fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 4, maxLength: 4 });
    const shown = fc.constantFrom(-1 as const, 0 as const, 1 as const);
    fc.assert(
      fc.property(fc.array(fc.tuple(values, shown), { maxLength: 6 }), (list) => {
        const points = list.map(([v, s], i) => point(2 ** i, v, s));
        for (const { between, estimate, interval } of findCrossings(points)) {
          expect(interval[0]).toBeGreaterThanOrEqual(between[0]);
          expect(interval[1]).toBeLessThanOrEqual(between[1]);
          expect(interval[0]).toBeLessThanOrEqual(interval[1]);
          if (estimate === null) continue;
          expect(estimate).toBeGreaterThanOrEqual(interval[0] * (1 - 1e-9));
          expect(estimate).toBeLessThanOrEqual(interval[1] * (1 + 1e-9));
        }
      }),
    );
  });

  it('holds the true crossing in 95 % of simulated runs of five rounds, whose points share what disturbed the round', () => {
    const random = createRandom(7);
    const [runs, rounds, crossingAt] = [2000, 5, 12];
    let [claimed, held] = [0, 0];
    for (let run = 0; run < runs; run++) {
      const disturbed = Array.from({ length: rounds }, () => random.nextNormal(0, 0.02));
      const points = [1, 4, 16, 64].map((x) => {
        const values = disturbed.map(
          (shared) => 0.1 * Math.log(crossingAt / x) + shared + random.nextNormal(0, 0.03),
        );
        const mean = values.reduce((sum, v) => sum + v, 0) / rounds;
        const sd = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (rounds - 1));
        const isShown = Math.abs(mean) > (2.7764 * sd) / Math.sqrt(rounds);
        return point(x, values, isShown ? (mean > 0 ? 1 : -1) : 0);
      });
      for (const { interval } of findCrossings(points)) {
        claimed++;
        if (interval[0] <= crossingAt && crossingAt <= interval[1]) held++;
      }
    }
    expect(claimed).toBeGreaterThan(runs * 0.8);
    expect(held / claimed).toBeGreaterThan(0.935);
    expect(held / claimed).toBeLessThan(0.985);
  });
});
