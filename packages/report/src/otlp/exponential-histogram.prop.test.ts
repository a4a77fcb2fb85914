import { Histogram } from '@benchwright/stats';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exponentialBuckets } from './exponential-histogram.js';

const values = fc.array(fc.oneof(fc.integer({ min: 0, max: 3e12 }), fc.integer({ min: 1, max: 5000 })), {
  minLength: 1,
  maxLength: 200,
});

test('no value is lost, no more buckets than allowed, and every quantile stays within its bucket', () => {
  fc.assert(
    fc.property(values, fc.integer({ min: 2, max: 200 }), (recorded, most) => {
      const histogram = new Histogram();
      for (const value of recorded) histogram.record(value);
      const { scale, zeroCount, offset, counts } = exponentialBuckets(histogram.buckets(), 1e-9, most);
      expect(counts.reduce((a, b) => a + b, zeroCount)).toBe(recorded.length);
      expect(counts.length).toBeLessThanOrEqual(Math.max(most, 160));
      // The median as OTLP's definition of a bucket gives it, against the one of the source.
      const rank = Math.ceil(recorded.length / 2);
      let seen = zeroCount;
      const index = counts.findIndex((count) => {
        seen += count;
        return seen >= rank;
      });
      if (zeroCount >= rank) return;
      const base = 2 ** (2 ** -scale);
      const median = histogram.quantile(0.5);
      const middle = ((median.low + median.high) / 2) * 1e-9;
      expect(base ** (offset + index)).toBeLessThanOrEqual(middle * 1.0000001);
      expect(base ** (offset + index + 1)).toBeGreaterThanOrEqual(middle * 0.9999999);
    }),
  );
});

test('nothing recorded has no buckets', () => {
  expect(exponentialBuckets([])).toEqual({ scale: 0, zeroCount: 0, offset: 0, counts: [] });
});
