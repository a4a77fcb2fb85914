import jstat from 'jstat';
import { expect, test } from 'vitest';
import reference from '../../testdata/reference.json' with { type: 'json' };
import { expectClose } from '../testing/close.js';
import { normalCdf, normalQuantile } from './normal.js';

test('the cdf is that of R, relative accuracy in the far tail included', () => {
  const { x, value } = reference.distributions.normalCdf;
  x.forEach((z, i) => {
    expectClose(normalCdf(z), value[i]!, 1e-14, `pnorm(${z}):`);
  });
});

test('the quantile is that of R', () => {
  const { x, value } = reference.distributions.normalQuantile;
  x.forEach((p, i) => {
    expectClose(normalQuantile(p), value[i]!, 1e-14, `qnorm(${p}):`);
  });
});

test('jstat, an independent implementation of lower accuracy, agrees', () => {
  for (let z = -4; z <= 4; z += 0.37) expectClose(normalCdf(z), jstat.normal.cdf(z, 0, 1), 1e-7);
});

test('ends and impossible arguments', () => {
  expect(normalCdf(Number.NEGATIVE_INFINITY)).toBe(0);
  expect(normalCdf(Number.POSITIVE_INFINITY)).toBe(1);
  expect(normalCdf(Number.NaN)).toBeNaN();
  expect(normalQuantile(0)).toBe(Number.NEGATIVE_INFINITY);
  expect(normalQuantile(1)).toBe(Number.POSITIVE_INFINITY);
  expect(normalQuantile(-0.1)).toBeNaN();
  expect(normalQuantile(1.1)).toBeNaN();
});
