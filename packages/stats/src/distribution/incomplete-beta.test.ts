import jstat from 'jstat';
import { expect, test } from 'vitest';
import reference from '../../testdata/reference.json' with { type: 'json' };
import { expectClose } from '../testing/close.js';
import { incompleteBeta } from './incomplete-beta.js';
import { logGamma } from './log-gamma.js';

test('values are those of R, from a = 0.001 to 240,000', () => {
  const { x, a, b, value } = reference.distributions.incompleteBeta;
  x.forEach((at, i) => {
    expectClose(incompleteBeta(at, a[i]!, b[i]!), value[i]!, 1e-11, `pbeta(${at}, ${a[i]}, ${b[i]}):`);
  });
});

test('jstat, an independent implementation of lower accuracy, agrees', () => {
  for (const [a, b] of [
    [2, 5],
    [0.5, 0.5],
    [12, 3],
  ] as const) {
    for (let x = 0.05; x < 1; x += 0.1) expectClose(incompleteBeta(x, a, b), jstat.beta.cdf(x, a, b), 1e-7);
  }
});

test('the two halves add up to one', () => {
  for (const [x, a, b] of [
    [0.2, 3, 4],
    [0.9, 0.3, 11],
    [0.5, 1e4, 1e4],
  ] as const) {
    expectClose(incompleteBeta(x, a, b) + incompleteBeta(1 - x, b, a), 1, 1e-12);
  }
});

test('ends and impossible arguments', () => {
  expect(incompleteBeta(0, 2, 3)).toBe(0);
  expect(incompleteBeta(1, 2, 3)).toBe(1);
  expect(incompleteBeta(-0.1, 2, 3)).toBeNaN();
  expect(incompleteBeta(0.5, 0, 3)).toBeNaN();
});

test('ln Γ: factorials, and jstat', () => {
  let factorial = 1;
  for (let n = 1; n <= 20; n++) {
    expect(Math.abs(logGamma(n) - Math.log(factorial))).toBeLessThan(
      1e-13 * Math.max(1, Math.log(factorial)),
    );
    factorial *= n;
  }
  for (const x of [0.1, 0.5, 3.7, 250.25]) expectClose(logGamma(x), jstat.gammaln(x), 1e-7);
});
