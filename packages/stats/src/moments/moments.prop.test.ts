import fc from 'fast-check';
import { test } from 'vitest';
import { expectClose } from '../testing/close.js';
import { Moments } from './moments.js';

const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
const list = fc.array(value, { minLength: 2, maxLength: 60 });

test('merging the moments of parts gives the moments of the whole', () => {
  fc.assert(
    fc.property(list, list, (a, b) => {
      const merged = Moments.of(a);
      merged.merge(Moments.of(b));
      const whole = Moments.of([...a, ...b]);
      const scale = Math.max(1, Math.abs(whole.min), Math.abs(whole.max));
      expectClose(merged.mean / scale + 2, whole.mean / scale + 2, 1e-12);
      expectClose(merged.m2 / scale ** 2 + 1, whole.m2 / scale ** 2 + 1, 1e-11);
      expectClose(merged.n, whole.n);
      expectClose(merged.min, whole.min);
      expectClose(merged.max, whole.max);
    }),
  );
});

test('mean and variance are those of the two-pass formulas', () => {
  fc.assert(
    fc.property(list, (samples) => {
      const mean = samples.reduce((sum, x) => sum + x, 0) / samples.length;
      const m2 = samples.reduce((sum, x) => sum + (x - mean) ** 2, 0);
      const moments = Moments.of(samples);
      const scale = Math.max(1, ...samples.map(Math.abs));
      expectClose(moments.mean / scale + 2, mean / scale + 2, 1e-12);
      expectClose(moments.m2 / scale ** 2 + 1, m2 / scale ** 2 + 1, 1e-11);
    }),
  );
});

test('adding in batches, or equal values at once, is adding one by one', () => {
  fc.assert(
    fc.property(list, list, value, fc.integer({ min: 0, max: 50 }), (a, b, again, times) => {
      const batched = Moments.of(a);
      batched.addAll(Float64Array.from([...b, 1e9]), b.length);
      batched.addTimes(again, times);
      const single = Moments.of([...a, ...b, ...Array.from({ length: times }, () => again)]);
      const scale = Math.max(1, Math.abs(single.min), Math.abs(single.max));
      expectClose(batched.mean / scale + 2, single.mean / scale + 2, 1e-12);
      expectClose(batched.m2 / scale ** 2 + 1, single.m2 / scale ** 2 + 1, 1e-10);
      expectClose(batched.n, single.n);
      expectClose(batched.min, single.min);
      expectClose(batched.max, single.max);
    }),
  );
});

test('shifting moves the mean and nothing else; scaling scales', () => {
  fc.assert(
    fc.property(
      list,
      fc.integer({ min: -1000, max: 1000 }),
      fc.constantFrom(0.25, 2, -8),
      (samples, by, times) => {
        const before = Moments.of(samples);
        const after = Moments.of(samples.map((x) => (x + by) * times));
        const scale = Math.max(1, ...samples.map(Math.abs), Math.abs(by));
        expectClose(after.mean / scale / times + 4, (before.mean + by) / scale + 4, 1e-11);
        expectClose(after.m2 / (scale * times) ** 2 + 1, before.m2 / scale ** 2 + 1, 1e-10);
      },
    ),
  );
});
