import jstat from 'jstat';
import { expect, test } from 'vitest';
import reference from '../../testdata/reference.json' with { type: 'json' };
import { expectClose } from '../testing/close.js';
import { normalCdf } from './normal.js';
import { studentTCdf, studentTQuantile, studentTTwoSided } from './student-t.js';

test('the cdf is that of R', () => {
  const { x, df, value } = reference.distributions.studentTCdf;
  x.forEach((t, i) => {
    expectClose(studentTCdf(t, df[i]!), value[i]!, 2e-12, `pt(${t}, ${df[i]}):`);
  });
});

test('the quantile is that of R', () => {
  const { x, df, value } = reference.distributions.studentTQuantile;
  x.forEach((p, i) => {
    expectClose(studentTQuantile(p, df[i]!), value[i]!, 1e-12, `qt(${p}, ${df[i]}):`);
  });
});

test('jstat, an independent implementation of lower accuracy, agrees', () => {
  for (const df of [1, 4, 17.5]) {
    for (let t = -6; t <= 6; t += 0.71) expectClose(studentTCdf(t, df), jstat.studentt.cdf(t, df), 1e-7);
  }
});

test('closed forms: Cauchy for one degree of freedom, t/√(2+t²) for two', () => {
  for (const t of [-1e8, -3, 0.2, 5]) {
    if (t > -1e4) expectClose(studentTCdf(t, 1), 0.5 + Math.atan(t) / Math.PI, 1e-13);
    expectClose(
      studentTCdf(t, 2),
      t < 0
        ? 1 / (Math.hypot(t, Math.SQRT2) * (Math.hypot(t, Math.SQRT2) - t))
        : 0.5 + t / 2 / Math.hypot(t, Math.SQRT2),
      1e-13,
    );
  }
});

test('no step where the approximation for many degrees of freedom takes over', () => {
  for (const t of [-0.5, -2, -6, -20]) {
    const below = studentTCdf(t, 9_999.99);
    const above = studentTCdf(t, 10_000.01);
    // What the true function changes over 0.02 degrees of freedom is below 1e-5 relative.
    expectClose(above, below, 1e-5);
    expect(above).toBeLessThan(below);
  }
  expectClose(studentTCdf(-2, 1e15), normalCdf(-2), 1e-13);
});

test('the two-sided tail does not vanish by cancellation', () => {
  expectClose(studentTTwoSided(40, 30), 2 * studentTCdf(-40, 30), 1e-14);
  expect(studentTTwoSided(0, 5)).toBe(1);
  expect(studentTTwoSided(Number.POSITIVE_INFINITY, 5)).toBe(0);
});

test('ends and impossible arguments', () => {
  expect(studentTCdf(Number.NEGATIVE_INFINITY, 3)).toBe(0);
  expect(studentTCdf(Number.POSITIVE_INFINITY, 3)).toBe(1);
  expect(studentTCdf(1, 0)).toBeNaN();
  expect(studentTCdf(Number.NaN, 3)).toBeNaN();
  expect(studentTQuantile(0.5, 3)).toBe(0);
  expect(studentTQuantile(0, 3)).toBe(Number.NEGATIVE_INFINITY);
  expect(studentTQuantile(1, 3)).toBe(Number.POSITIVE_INFINITY);
  expect(studentTQuantile(1.5, 3)).toBeNaN();
  expectClose(studentTQuantile(0.975, Number.POSITIVE_INFINITY), 1.959963984540054, 1e-14);
});
