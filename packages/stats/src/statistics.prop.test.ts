import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cliffsDelta } from './effect/cliffs-delta.js';
import type { Evidence, TestEvidence } from './evidence/evidence.js';
import { bcaBootstrap, percentileBootstrap } from './interval/bootstrap.js';
import { pairedDifference, welchDifference } from './interval/difference.js';
import { fiellerRatio, fiellerRatioPaired } from './interval/fieller.js';
import { meanInterval } from './interval/mean.js';
import { pairedRatio, welchRatio } from './interval/ratio.js';
import { medianInterval, quantileInterval } from './quantile/order-statistic.js';
import { median, type QuantileType, quantile } from './quantile/quantile.js';
import { createRandom } from './random/random.js';
import { benjaminiHochberg } from './test/benjamini-hochberg.js';
import { hodgesLehmann, hodgesLehmannPaired } from './test/hodges-lehmann.js';
import { mannWhitney } from './test/mann-whitney.js';
import { pairedPermutation } from './test/permutation.js';
import { wilcoxonSignedRank } from './test/wilcoxon.js';
import { isClose } from './testing/close.js';

// Whole numbers: sums, differences and halves are exact, so that equalities below are equalities.
const value = fc.integer({ min: 1, max: 4000 });
const samples = fc.array(value, { minLength: 2, maxLength: 14 });
const pairs = fc.array(fc.tuple(value, value), { minLength: 2, maxLength: 12 });
const runs = { numRuns: 60 };

type OneSample = (samples: number[]) => Evidence;
type TwoSample = (baseline: number[], candidate: number[]) => Evidence;

const middle = (sample: Float64Array) => median(sample);

const LOCATIONS: [string, OneSample][] = [
  ['meanInterval', meanInterval],
  ['medianInterval', medianInterval],
  ['quantileInterval', (list) => quantileInterval(list, 0.8)],
];
const BOOTSTRAPS: [string, OneSample][] = [
  ['percentileBootstrap', (list) => percentileBootstrap(list, middle, { resamples: 99 })],
  ['bcaBootstrap', (list) => bcaBootstrap(list, middle, { resamples: 99 })],
];
const SHIFTS: [string, TwoSample][] = [
  ['welchDifference', welchDifference],
  ['hodgesLehmann', hodgesLehmann],
  ['mannWhitney', mannWhitney],
];
const PAIRED_SHIFTS: [string, TwoSample][] = [
  ['pairedDifference', pairedDifference],
  ['hodgesLehmannPaired', hodgesLehmannPaired],
  ['wilcoxonSignedRank', wilcoxonSignedRank],
  ['pairedPermutation', pairedPermutation],
];
const RATIOS: [string, TwoSample][] = [
  ['welchRatio', welchRatio],
  ['fiellerRatio', fiellerRatio],
];
const PAIRED_RATIOS: [string, TwoSample][] = [
  ['pairedRatio', pairedRatio],
  ['fiellerRatioPaired', fiellerRatioPaired],
];

/** Estimate and interval of `actual` are those of `from`, moved and scaled. */
function expectMoved(actual: Evidence, from: Evidence, times: number, by: number): void {
  const move = (x: number) => x * times + by;
  const scale = Math.max(1, Math.abs(times)) * 4000 + Math.abs(by);
  const near = (a: number, b: number) => Object.is(a, b) || a === b || Math.abs(a - b) <= 1e-9 * scale;
  const expected = [from.estimate, ...from.interval].map(move);
  const found = [actual.estimate, ...actual.interval];
  found.forEach((number, i) => {
    expect(near(number, expected[i]!), `${number} should be ${expected[i]}`).toBe(true);
  });
}

function isOrdered({ estimate, interval }: Evidence): boolean {
  return Number.isNaN(estimate) || (interval[0] <= estimate && estimate <= interval[1]);
}

/** The same numbers in another order. */
const shuffled = <T>(list: readonly T[]) => createRandom('shuffled').shuffle([...list]);

describe.each([...LOCATIONS])('%s', (_, compute) => {
  test('does not depend on the order, moves and scales with the data', () => {
    fc.assert(
      fc.property(
        samples,
        fc.integer({ min: -500, max: 500 }),
        fc.constantFrom(0.5, 2, 16),
        (list, by, times) => {
          const evidence = compute(list);
          expectMoved(compute(shuffled(list)), evidence, 1, 0);
          expectMoved(compute(list.map((x) => x * times + by)), evidence, times, by);
        },
      ),
      runs,
    );
  });
});

describe.each(BOOTSTRAPS)('%s', (_, compute) => {
  test('moves and scales with the data: the same seed draws the same places', () => {
    fc.assert(
      fc.property(
        samples,
        fc.integer({ min: -500, max: 500 }),
        fc.constantFrom(0.5, 2, 16),
        (list, by, times) => {
          expectMoved(compute(list.map((x) => x * times + by)), compute(list), times, by);
        },
      ),
      runs,
    );
  });
});

describe.each(SHIFTS)('%s', (_, compute) => {
  test('adds what is added to the candidate, scales, and changes sign when the sides are exchanged', () => {
    fc.assert(
      fc.property(
        samples,
        samples,
        fc.integer({ min: -500, max: 500 }),
        fc.constantFrom(0.5, 4),
        (a, b, by, times) => {
          const evidence = compute(a, b);
          expectMoved(compute(shuffled(a), shuffled(b)), evidence, 1, 0);
          expectMoved(
            compute(
              a,
              b.map((x) => x + by),
            ),
            evidence,
            1,
            by,
          );
          expectMoved(
            compute(
              a.map((x) => x * times),
              b.map((x) => x * times),
            ),
            evidence,
            times,
            0,
          );
          const [low, high] = evidence.interval;
          expectMoved(
            compute(b, a),
            { ...evidence, estimate: -evidence.estimate, interval: [-high, -low] },
            1,
            0,
          );
        },
      ),
      runs,
    );
  });
});

describe.each(PAIRED_SHIFTS)('%s', (_, compute) => {
  test('adds what is added to the candidate, scales, and does not depend on the order of pairs', () => {
    fc.assert(
      fc.property(pairs, fc.integer({ min: -500, max: 500 }), fc.constantFrom(0.5, 4), (list, by, times) => {
        const a = list.map(([x]) => x);
        const b = list.map(([, y]) => y);
        const evidence = compute(a, b);
        const other = shuffled(list);
        expectMoved(
          compute(
            other.map(([x]) => x),
            other.map(([, y]) => y),
          ),
          evidence,
          1,
          0,
        );
        expectMoved(
          compute(
            a,
            b.map((y) => y + by),
          ),
          evidence,
          1,
          by,
        );
        expectMoved(
          compute(
            a.map((x) => x * times),
            b.map((y) => y * times),
          ),
          evidence,
          times,
          0,
        );
      }),
      runs,
    );
  });
});

describe.each([...RATIOS, ...PAIRED_RATIOS])('%s', (name, compute) => {
  test('scales with the candidate, and a common unit cancels', () => {
    fc.assert(
      fc.property(pairs, fc.constantFrom(0.25, 8), (list, times) => {
        const a = list.map(([x]) => x);
        const b = list.map(([, y]) => y);
        const evidence = compute(a, b);
        const scaled = compute(
          a,
          b.map((y) => y * times),
        );
        const common = compute(
          a.map((x) => x * times),
          b.map((y) => y * times),
        );
        [evidence.estimate, ...evidence.interval].forEach((number, i) => {
          const found = [scaled.estimate, ...scaled.interval][i]!;
          const same = [common.estimate, ...common.interval][i]!;
          expect(isClose(found, number * times, 1e-6), `${name}: ${found} for ${number} × ${times}`).toBe(
            true,
          );
          expect(isClose(same, number, 1e-6), `${name}: ${same} for ${number}`).toBe(true);
        });
      }),
      runs,
    );
  });
});

test('every interval holds its estimate, where the method promises it', () => {
  fc.assert(
    fc.property(pairs, (list) => {
      const a = list.map(([x]) => x);
      const b = list.map(([, y]) => y);
      const all = [...LOCATIONS.map(([, compute]) => compute(a)), cliffsDelta(a, b)];
      for (const group of [SHIFTS, PAIRED_SHIFTS, RATIOS, PAIRED_RATIOS]) {
        for (const [, compute] of group) all.push(compute(a, b));
      }
      for (const evidence of all) expect(isOrdered(evidence), JSON.stringify(evidence)).toBe(true);
    }),
    runs,
  );
});

test('more confidence, wider interval', () => {
  fc.assert(
    fc.property(pairs, (list) => {
      const a = list.map(([x]) => x);
      const b = list.map(([, y]) => y);
      for (const compute of [
        welchDifference,
        hodgesLehmann,
        pairedDifference,
        hodgesLehmannPaired,
        pairedPermutation,
        cliffsDelta,
      ]) {
        const narrow = compute(a, b, { confidence: 0.8 }).interval;
        const wide = compute(a, b, { confidence: 0.95 }).interval;
        expect(wide[0]).toBeLessThanOrEqual(narrow[0]);
        expect(wide[1]).toBeGreaterThanOrEqual(narrow[1]);
      }
    }),
    runs,
  );
});

test('p-values are probabilities and the same whichever side is called baseline', () => {
  fc.assert(
    fc.property(pairs, (list) => {
      const a = list.map(([x]) => x);
      const b = list.map(([, y]) => y);
      const tests: ((a: number[], b: number[]) => TestEvidence)[] = [
        mannWhitney,
        wilcoxonSignedRank,
        pairedPermutation,
        welchDifference,
        pairedDifference,
      ];
      for (const compute of tests) {
        const { pValue } = compute(a, b);
        expect(pValue).toBeGreaterThanOrEqual(0);
        expect(pValue).toBeLessThanOrEqual(1);
        expect(isClose(compute(b, a).pValue, pValue, 1e-9)).toBe(true);
      }
    }),
    runs,
  );
});

test('rank methods do not change when every value is replaced by a larger growing one', () => {
  fc.assert(
    fc.property(samples, samples, (a, b) => {
      const cube = (list: number[]) => list.map((x) => x ** 3);
      const { pValue, statistic, superiority } = mannWhitney(a, b);
      expect(mannWhitney(cube(a), cube(b))).toMatchObject({ pValue, statistic, superiority });
      expect(cliffsDelta(cube(a), cube(b)).interval).toEqual(cliffsDelta(a, b).interval);
      expect(
        isClose(cliffsDelta(a, b).estimate, 2 * superiority - 1, 1e-9) ||
          Math.abs(2 * superiority - 1) < 1e-12,
      ).toBe(true);
    }),
    runs,
  );
});

test('the rank test and its interval agree: p below 1 − achieved confidence exactly if the interval misses 0', () => {
  // Without ties the interval inverts the exact test.
  const distinct = fc.uniqueArray(fc.integer({ min: 1, max: 1e6 }), { minLength: 9, maxLength: 20 });
  fc.assert(
    fc.property(distinct, fc.integer({ min: 4, max: 5 }), (list, size) => {
      const { pValue, confidence, interval } = mannWhitney(list.slice(0, size), list.slice(size));
      const missesZero = interval[0] > 0 || interval[1] < 0;
      expect(missesZero).toBe(pValue <= 1 - confidence + 1e-12);
    }),
  );
});

test('quantiles: between the extremes, growing with q, one of the samples for types 1 and 3', () => {
  const type = fc.constantFrom<QuantileType>(1, 2, 3, 4, 5, 6, 7, 8, 9);
  const q = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(samples, type, q, q, (list, kind, p1, p2) => {
      const low = quantile(list, Math.min(p1, p2), kind);
      const high = quantile(list, Math.max(p1, p2), kind);
      expect(low).toBeLessThanOrEqual(high + 1e-9);
      expect(low).toBeGreaterThanOrEqual(Math.min(...list));
      expect(high).toBeLessThanOrEqual(Math.max(...list));
      if (kind === 1 || kind === 3) expect(list).toContain(low);
    }),
  );
});

test('Benjamini–Hochberg never lowers a p-value, keeps the order and stays within 1', () => {
  const p = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.array(p, { maxLength: 30 }), (list) => {
      const adjusted = benjaminiHochberg(list);
      list.forEach((each, i) => {
        expect(adjusted[i]!).toBeGreaterThanOrEqual(each);
        expect(adjusted[i]!).toBeLessThanOrEqual(1);
        list.forEach((other, j) => {
          if (each < other) expect(adjusted[i]!).toBeLessThanOrEqual(adjusted[j]!);
        });
      });
    }),
  );
});
