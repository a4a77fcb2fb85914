import { expect, test } from 'vitest';
import reference from '../../testdata/anova.json' with { type: 'json' };
import { expectClose } from '../testing/close.js';
import { fCdf } from './f.js';
import { noncentralFCdf, noncentralityFor } from './noncentral-f.js';

test('the cdf is that of R', () => {
  const { f, df1, df2, ncp, cdf } = reference.noncentralF;
  f.forEach((value, i) => {
    const about = `F ${value}, ${df1[i]} and ${df2[i]} df, noncentrality ${ncp[i]}`;
    // R sums until its own bound of the error falls below 1e-9.
    expect(Math.abs(noncentralFCdf(value, df1[i]!, df2[i]!, ncp[i]!) - cdf[i]!), about).toBeLessThan(1e-9);
  });
});

test('without noncentrality it is F, and it falls as noncentrality rises', () => {
  for (const f of [0.1, 1, 5]) {
    expectClose(noncentralFCdf(f, 3, 20, 0), fCdf(f, 3, 20), 1e-13);
    const values = [0, 0.5, 3, 20, 1e3, 1e5].map((noncentrality) => noncentralFCdf(f, 3, 20, noncentrality));
    expect(values).toEqual([...values].sort((a, b) => b - a));
  }
});

test('the noncentrality of a probability gives that probability back, large ones included', () => {
  for (const f of [4, 30, 70_000]) {
    for (const p of [0.025, 0.5, 0.9]) {
      expectClose(noncentralFCdf(f, 2, 85, noncentralityFor(f, 2, 85, p)), p, 1e-8);
    }
  }
  expect(noncentralityFor(0.5, 2, 85, 0.975)).toBe(0);
});

test('ends and impossible arguments', () => {
  expect(noncentralFCdf(0, 2, 5, 3)).toBe(0);
  expect(noncentralFCdf(Number.POSITIVE_INFINITY, 2, 5, 3)).toBe(1);
  expect(noncentralFCdf(-1, 2, 5, 3)).toBeNaN();
  expect(noncentralFCdf(1, 2, 5, -3)).toBeNaN();
});
