import { expect, test } from 'vitest';
import reference from '../../testdata/anova.json' with { type: 'json' };
import { createRandom } from '../random/random.js';
import { codes, expectClose } from '../testing/close.js';
import { brownForsythe } from './brown-forsythe.js';
import { shapiroWilk } from './shapiro-wilk.js';

test.each(Object.entries(reference.shapiro))('Shapiro–Wilk of %s is that of R', (_, { x, w, p }) => {
  const check = shapiroWilk(x);
  expectClose(check.statistic, w, 1e-12);
  expectClose(check.pValue, p, 1e-9);
});

test.each(Object.entries(reference.variances))(
  'Brown–Forsythe of %s groups is that of R',
  (_, { groups, f, df, p }) => {
    const check = brownForsythe(groups);
    expectClose(check.statistic, f, 1e-12);
    expectClose(check.pValue, p, 1e-11);
    expect(check.df).toEqual(df);
  },
);

test('normal samples are rejected as often as the p-value says, exponential ones nearly always', () => {
  const random = createRandom(8);
  const rejected = (draw: () => number) => {
    let count = 0;
    for (let repeat = 0; repeat < 1000; repeat++) {
      if (shapiroWilk(Array.from({ length: 30 }, draw)).pValue < 0.05) count++;
    }
    return count;
  };
  const normal = rejected(() => random.nextNormal());
  expect(normal).toBeGreaterThan(25);
  expect(normal).toBeLessThan(80);
  expect(rejected(() => random.nextExponential())).toBeGreaterThan(900);
});

test('shift and scale do not matter to W', () => {
  const { x, w } = reference.shapiro.eleven;
  expectClose(shapiroWilk(x.map((value) => 1e3 - 7 * value)).statistic, w, 1e-12);
});

test('what cannot be checked says why', () => {
  expect(codes(shapiroWilk([1, 2]))).toEqual(['TOO_FEW_SAMPLES']);
  expect(codes(shapiroWilk([2, 2, 2]))).toEqual(['ZERO_VARIANCE']);
  expect(codes(shapiroWilk([1, Number.POSITIVE_INFINITY, 2]))).toEqual(['NON_FINITE']);
  expect(codes(shapiroWilk(Array.from({ length: 5001 }, (_, i) => i)))).toEqual(['APPROXIMATE']);
  expect(codes(brownForsythe([[1, 2], [3]]))).toEqual(['TOO_FEW_SAMPLES']);
  expect(
    codes(
      brownForsythe([
        [1, 2],
        [3, Number.NaN],
      ]),
    ),
  ).toEqual(['NON_FINITE']);
  expect(
    codes(
      brownForsythe([
        [1, 3],
        [5, 7],
      ]),
    ),
  ).toEqual(['ZERO_SPREAD']);
  expect(
    codes(
      brownForsythe([
        [1, 2, 4],
        [3, 9, 10],
      ]),
    ),
  ).toEqual(['TOO_FEW_SAMPLES']);
  expect(shapiroWilk([]).pValue).toBe(1);
});
