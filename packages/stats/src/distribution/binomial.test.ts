import jstat from 'jstat';
import { expect, test } from 'vitest';
import reference from '../../testdata/reference.json' with { type: 'json' };
import { expectClose } from '../testing/close.js';
import { binomialCdf, binomialPmf, binomialQuantile } from './binomial.js';

test('cdf and probabilities are those of R, up to a million trials', () => {
  const { k, n, p, value } = reference.distributions.binomialCdf;
  k.forEach((count, i) => {
    expectClose(binomialCdf(count, n[i]!, p[i]!), value[i]!, 1e-11, `pbinom(${count}, ${n[i]}, ${p[i]}):`);
    const density = reference.distributions.binomialPmf.value[i]!;
    expectClose(binomialPmf(count, n[i]!, p[i]!), density, 1e-11, `dbinom(${count}, ${n[i]}, ${p[i]}):`);
  });
});

test('the quantile is that of R', () => {
  const { x, n, p, value } = reference.distributions.binomialQuantile;
  x.forEach((probability, i) => {
    expect(binomialQuantile(probability, n[i]!, p[i]!), `qbinom(${probability}, ${n[i]}, ${p[i]})`).toBe(
      value[i],
    );
  });
});

test('jstat, which rounds to ten decimals, agrees', () => {
  for (let k = 0; k <= 20; k++)
    expect(binomialCdf(k, 20, 0.35)).toBeCloseTo(jstat.binomial.cdf(k, 20, 0.35), 9);
});

test('the cdf is the sum of the probabilities', () => {
  let sum = 0;
  for (let k = 0; k <= 40; k++) {
    sum += binomialPmf(k, 40, 0.13);
    expectClose(binomialCdf(k, 40, 0.13), sum, 1e-13);
  }
});

test('certain and impossible events', () => {
  expect(binomialPmf(0, 5, 0)).toBe(1);
  expect(binomialPmf(5, 5, 1)).toBe(1);
  expect(binomialPmf(1.5, 5, 0.5)).toBe(0);
  expect(binomialPmf(6, 5, 0.5)).toBe(0);
  expect(binomialCdf(-1, 5, 0.5)).toBe(0);
  expect(binomialCdf(5, 5, 0.5)).toBe(1);
  expect(binomialCdf(3, 5, 0)).toBe(1);
  expect(binomialCdf(3, 5, 1)).toBe(0);
  expect(binomialCdf(1, 5, 2)).toBeNaN();
  expect(binomialPmf(1, 5, -1)).toBeNaN();
  expect(binomialQuantile(2, 5, 0.5)).toBeNaN();
});
