import * as simple from 'simple-statistics';
import { describe, expect, test } from 'vitest';
import reference from '../../testdata/reference.json' with { type: 'json' };
import { expectClose } from '../testing/close.js';
import { median, type QuantileType, quantile, quantileSorted } from './quantile.js';

const TYPES: QuantileType[] = [1, 2, 3, 4, 5, 6, 7, 8, 9];

describe.each(['latencies', 'five', 'right'] as const)('%s', (name) => {
  test.each(TYPES)('type %d is that of R at every probability', (type) => {
    reference.quantiles.probabilities.forEach((q, i) => {
      const expected = reference.quantiles[name][type - 1]![i]!;
      expectClose(quantile(reference.data[name], q, type), expected, 1e-13, `type ${type}, q ${q}:`);
    });
  });
});

test('type 7 is the default, and simple-statistics means the same', () => {
  const { latencies } = reference.data;
  expect(quantile(latencies, 0.9)).toBe(quantile(latencies, 0.9, 7));
  for (const q of [0.1, 0.25, 0.5, 0.9]) expectClose(quantile(latencies, q), simple.quantile(latencies, q));
  expectClose(median(latencies), simple.median(latencies));
});

test('typed arrays are taken as they are and not changed', () => {
  const samples = Float64Array.of(3, 1, 2);
  expect(median(samples)).toBe(2);
  expect([...samples]).toEqual([3, 1, 2]);
  expect(quantileSorted([1, 2, 3], 0.25)).toBe(1.5);
});

test('nothing is made up: no samples, NaN', () => {
  expect(quantile([], 0.5)).toBeNaN();
  expect(quantile([1, Number.NaN, 3], 0.5)).toBeNaN();
  expect(median([7])).toBe(7);
});

test('infinite samples stay infinite instead of becoming NaN', () => {
  const samples = [1, 2, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  expect(quantile(samples, 0.9)).toBe(Number.POSITIVE_INFINITY);
  expect(quantile(samples, 0.5)).toBe(Number.POSITIVE_INFINITY);
  expect(quantile(samples, 0.25)).toBe(1.75);
});

test('a percentage instead of a fraction is refused', () => {
  for (const q of [95, -0.01, Number.NaN]) {
    expect(() => quantile([1, 2], q)).toThrow(expect.objectContaining({ code: 'ERR_STATS_BAD_ARGUMENT' }));
  }
});
