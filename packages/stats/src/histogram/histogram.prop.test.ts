import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quantile } from '../quantile/quantile.js';
import { Histogram } from './histogram.js';

/** Every magnitude alike: uniform values would hardly ever be small. */
const value = fc
  .tuple(fc.integer({ min: 0, max: 41 }), fc.double({ min: 1, max: 2, maxExcluded: true, noNaN: true }))
  .map(([bits, fraction]) => Math.min(3.6e12, Math.floor(2 ** bits * fraction)));
const values = fc.array(value, { minLength: 1, maxLength: 80 });

function recorded(list: readonly number[]): Histogram {
  const histogram = new Histogram();
  for (const each of list) histogram.record(each);
  return histogram;
}

test('a quantile lies within the stated precision of the naive type-1 quantile, and in its own range', () => {
  fc.assert(
    fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), (list, q) => {
      const naive = quantile(list, q, 1);
      const { value: found, low, high } = recorded(list).quantile(q);
      expect(low).toBeLessThanOrEqual(naive);
      expect(high).toBeGreaterThanOrEqual(naive);
      expect(found - naive).toBeLessThanOrEqual(naive / 1000);
      expect(found).toBeGreaterThanOrEqual(naive);
    }),
  );
});

test('merging two histograms is recording both lists', () => {
  fc.assert(
    fc.property(values, values, (a, b) => {
      const merged = recorded(a);
      merged.merge(recorded(b));
      expect(merged.toJSON()).toEqual(recorded([...a, ...b]).toJSON());
    }),
  );
});

test('subtracting undoes merging, bucket by bucket', () => {
  fc.assert(
    fc.property(values, values, (a, b) => {
      const running = recorded(a);
      running.merge(recorded(b));
      running.subtract(recorded(a));
      expect([...running.buckets()]).toEqual([...recorded(b).buckets()]);
    }),
  );
});

test('the order of recording does not matter', () => {
  fc.assert(
    fc.property(values, (list) => {
      expect(recorded([...list].reverse()).toJSON()).toEqual(recorded(list).toJSON());
    }),
  );
});

test('encode and decode, and JSON, keep every bucket', () => {
  fc.assert(
    fc.property(values, (list) => {
      const histogram = recorded(list);
      expect([...Histogram.decode(histogram.encode()).buckets()]).toEqual([...histogram.buckets()]);
      expect(Histogram.fromJSON(histogram.toJSON()).toJSON()).toEqual(histogram.toJSON());
    }),
    { numRuns: 30 },
  );
});

test('the cdf of a quantile is at least that quantile', () => {
  fc.assert(
    fc.property(values, fc.double({ min: 0.001, max: 1, noNaN: true }), (list, q) => {
      const histogram = recorded(list);
      expect(histogram.cdf(histogram.quantileValue(q))).toBeGreaterThanOrEqual(q - 1e-12);
    }),
  );
});
