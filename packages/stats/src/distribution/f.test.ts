import { expect, test } from 'vitest';
import reference from '../../testdata/anova.json' with { type: 'json' };
import { expectClose } from '../testing/close.js';
import { fCdf, fUpperTail } from './f.js';
import { studentTTwoSided } from './student-t.js';

test('both tails are those of R', () => {
  const { f, df1, df2, cdf, upper } = reference.f;
  f.forEach((value, i) => {
    const about = `F ${value}, ${df1[i]} and ${df2[i]} df:`;
    expectClose(fCdf(value, df1[i]!, df2[i]!), cdf[i]!, 2e-11, about);
    expectClose(fUpperTail(value, df1[i]!, df2[i]!), upper[i]!, 2e-11, about);
  });
});

test('F with one degree of freedom above is t squared; with two it has a closed form', () => {
  for (const t of [0.1, 1, 3, 30]) {
    expectClose(fUpperTail(t * t, 1, 17), studentTTwoSided(t, 17), 1e-12);
    expectClose(fUpperTail(t, 2, 8), (1 + t / 4) ** -4, 1e-12);
  }
});

test('ends and impossible arguments', () => {
  expect(fUpperTail(Number.POSITIVE_INFINITY, 2, 5)).toBe(0);
  expect(fCdf(Number.POSITIVE_INFINITY, 2, 5)).toBe(1);
  expect(fUpperTail(0, 2, 5)).toBe(1);
  expect(fCdf(-3, 2, 5)).toBe(0);
  expect(fUpperTail(Number.NaN, 2, 5)).toBeNaN();
  expect(fUpperTail(1, 0, 5)).toBeNaN();
  expect(fUpperTail(1, 2, Number.POSITIVE_INFINITY)).toBeNaN();
});
