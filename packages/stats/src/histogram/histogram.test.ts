import { describe, expect, test } from 'vitest';
import { createRandom } from '../random/random.js';
import { Histogram } from './histogram.js';

function recorded(values: readonly number[], options = {}): Histogram {
  const histogram = new Histogram(options);
  for (const value of values) histogram.record(value);
  return histogram;
}

describe('what is recorded', () => {
  test('small values are kept exactly: count, extremes, quantiles', () => {
    const histogram = recorded([5, 1, 3, 2, 4]);
    expect([histogram.count, histogram.min, histogram.max]).toEqual([5, 1, 5]);
    expect([0, 0.2, 0.21, 0.5, 1].map((q) => histogram.quantileValue(q))).toEqual([1, 1, 2, 3, 5]);
    expect([histogram.mean, histogram.stddev]).toEqual([3, Math.SQRT2]);
  });

  test('a quantile states the range that it may lie in; exact extremes narrow it', () => {
    const histogram = recorded([1_000_003, 2_000_007, 3_000_001]);
    const median = histogram.quantile(0.5);
    expect(median.low).toBeLessThanOrEqual(2_000_007);
    expect(median.high).toBeGreaterThanOrEqual(2_000_007);
    expect((median.high - median.low) / median.low).toBeLessThan(0.001);
    expect(median.value).toBe(median.high);
    expect(median.significantDigits).toBe(3);
    expect(histogram.quantile(1)).toMatchObject({ value: 3_000_001, high: 3_000_001 });
    expect(histogram.quantile(0).low).toBe(1_000_003);
  });

  test('q·count that is a hair above a whole number does not skip a rank', () => {
    // 0.07 × 100 is 7.000000000000001 in doubles.
    const histogram = recorded(Array.from({ length: 100 }, (_, i) => i + 1));
    for (let percent = 1; percent <= 100; percent++)
      expect(histogram.quantileValue(percent / 100)).toBe(percent);
  });

  test('fractions are cut off in the buckets but not in the extremes', () => {
    const histogram = recorded([10.25, 10.75]);
    expect([histogram.min, histogram.max]).toEqual([10.25, 10.75]);
    expect([...histogram.buckets()]).toEqual([{ low: 10, high: 10, count: 2, cumulativeCount: 2 }]);
  });

  test('values on both sides of 2^31 and 2^32 land in their buckets', () => {
    for (const value of [2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 32 + 0.5, 3.6e12]) {
      const [bucket] = recorded([value]).buckets();
      expect(bucket!.low).toBeLessThanOrEqual(value);
      expect(bucket!.high + 1).toBeGreaterThan(value);
    }
  });

  test('recordCount is record, repeated; zero times is nothing', () => {
    const histogram = new Histogram();
    histogram.recordCount(123_456, 1000);
    histogram.recordCount(7, 0);
    const repeated = recorded(new Array<number>(1000).fill(123_456));
    expect(histogram.toJSON()).toEqual(repeated.toJSON());
    expect(() => histogram.recordCount(1, -1)).toThrow(
      expect.objectContaining({ code: 'ERR_STATS_BAD_ARGUMENT' }),
    );
    expect(() => histogram.recordCount(1, 0.5)).toThrow(
      expect.objectContaining({ code: 'ERR_STATS_BAD_ARGUMENT' }),
    );
  });
});

describe('what does not fit', () => {
  test('too large: clamped and counted; the true maximum and the honest range of the quantile remain', () => {
    const histogram = recorded([10, 5000, Number.POSITIVE_INFINITY], { highestTrackableValue: 1000 });
    expect([histogram.count, histogram.overflowCount]).toEqual([3, 2]);
    expect(histogram.max).toBe(Number.POSITIVE_INFINITY);
    const highest = histogram.quantile(0.9);
    expect(highest.low).toBeLessThanOrEqual(1000);
    expect(highest.high).toBe(Number.POSITIVE_INFINITY);
    expect(Number.isFinite(highest.value)).toBe(true);
  });

  test('just at and just above the highest trackable value', () => {
    const histogram = recorded([1000, 1000.9, 1001], { highestTrackableValue: 1000 });
    expect(histogram.overflowCount).toBe(1);
  });

  test('negative: recorded as 0 and counted', () => {
    const histogram = recorded([-5, 3, 3]);
    expect([histogram.count, histogram.underflowCount, histogram.min]).toEqual([3, 1, -5]);
    expect(histogram.quantile(0)).toMatchObject({ low: -5, high: 0 });
    histogram.recordCount(-1, 4);
    expect(histogram.underflowCount).toBe(5);
  });

  test('NaN: not recorded, but counted', () => {
    const histogram = recorded([Number.NaN, 1]);
    histogram.recordCount(Number.NaN, 3);
    expect([histogram.count, histogram.invalidCount, histogram.max]).toEqual([1, 4, 1]);
  });

  test('an empty histogram makes up no number', () => {
    const empty = new Histogram();
    expect([empty.count, empty.min, empty.max, empty.mean, empty.stddev, empty.cdf(5)]).toEqual([
      0,
      ...new Array(5).fill(Number.NaN),
    ]);
    expect(empty.quantile(0.5)).toMatchObject({
      value: Number.NaN,
      low: Number.NEGATIVE_INFINITY,
      high: Number.POSITIVE_INFINITY,
    });
    expect([...empty.buckets(), ...empty.percentileSpectrum()]).toEqual([]);
  });

  test('a quantile of 99 instead of 0.99 is refused', () => {
    for (const q of [99, -0.1, Number.NaN]) {
      expect(() => recorded([1]).quantile(q)).toThrow(
        expect.objectContaining({ code: 'ERR_STATS_BAD_ARGUMENT' }),
      );
    }
  });
});

describe('counting', () => {
  const histogram = recorded([1, 2, 3, 10, 20, 1_000_000]);

  test('countBetween includes both ends and widens them to their buckets', () => {
    expect(histogram.countBetween(2, 10)).toBe(3);
    expect(histogram.countBetween(0, Number.POSITIVE_INFINITY)).toBe(6);
    expect(histogram.countBetween(999_999, 1_000_001)).toBe(1);
    expect(histogram.countBetween(10, 2)).toBe(0);
    expect(histogram.countBetween(-10, -1)).toBe(0);
    expect(histogram.countBetween(Number.NaN, 5)).toBe(0);
  });

  test('the cdf is the share at or below', () => {
    expect([0, 1, 3, 15, 2e6].map((value) => histogram.cdf(value))).toEqual([0, 1 / 6, 0.5, 4 / 6, 1]);
  });
});

describe('combining', () => {
  test('merge adds everything, what did not fit included', () => {
    const a = recorded([1, -1, Number.NaN], { highestTrackableValue: 100 });
    const b = recorded([50, 500], { highestTrackableValue: 100 });
    a.merge(b);
    expect(a.toJSON()).toEqual(
      recorded([1, -1, Number.NaN, 50, 500], { highestTrackableValue: 100 }).toJSON(),
    );
  });

  test.each([
    [{ measuredFrom: 'due' }, { measuredFrom: 'send' }, 'ERR_HISTOGRAM_BASIS_MIXED'],
    [{ unit: 'ns' }, { unit: 'B' }, 'ERR_HISTOGRAM_UNIT_MIXED'],
    [{ significantDigits: 3 }, { significantDigits: 2 }, 'ERR_HISTOGRAM_LAYOUT_MIXED'],
    [{ highestTrackableValue: 1000 }, { highestTrackableValue: 2000 }, 'ERR_HISTOGRAM_LAYOUT_MIXED'],
  ])('%j and %j are never mixed', (one, other, code) => {
    const into = recorded([1, 2], one);
    const before = into.toJSON();
    expect(() => into.merge(recorded([3], other))).toThrow(
      expect.objectContaining({ code, name: 'StatsError' }),
    );
    expect(() => into.subtract(recorded([1], other))).toThrow(expect.objectContaining({ code }));
    expect(into.toJSON()).toEqual(before);
  });

  test('a copy is independent', () => {
    const original = recorded([1, 2, 3], { measuredFrom: 'due', unit: 'B' });
    const copy = original.copy();
    expect(copy.toJSON()).toEqual(original.toJSON());
    copy.record(4);
    expect([original.count, copy.count]).toEqual([3, 4]);
  });

  test('subtracting an older copy leaves what came since', () => {
    const running = recorded([1, 2, 5000]);
    const earlier = running.copy();
    running.record(2);
    running.record(70_000);
    running.record(-3);
    running.subtract(earlier);
    expect([running.count, running.underflowCount, running.extremesAreExact]).toEqual([3, 1, false]);
    expect(running.min).toBe(0);
    expect(running.quantile(1).high).toBeGreaterThanOrEqual(70_000);
    expect(running.quantileValue(0.5)).toBe(2);
  });

  test('subtracting what is no older copy is refused and changes nothing', () => {
    const histogram = recorded([1, 2]);
    const before = histogram.toJSON();
    expect(() => histogram.subtract(recorded([1, 3]))).toThrow(/older copy/);
    expect(histogram.toJSON()).toEqual(before);
  });

  test('reset forgets everything, overflow included, and can be used again', () => {
    const histogram = recorded([1, 5e12, -1, Number.NaN, 3e9]);
    histogram.reset();
    expect(histogram.toJSON()).toEqual(new Histogram().toJSON());
    histogram.record(9);
    expect(histogram.toJSON()).toEqual(recorded([9]).toJSON());
  });
});

test('mean and standard deviation are within the precision of the buckets', () => {
  const random = createRandom('histogram-mean');
  const values = Array.from({ length: 20_000 }, () => random.nextExponential(1 / 3e6));
  const histogram = recorded(values);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const stddev = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  expect(Math.abs(histogram.mean / mean - 1)).toBeLessThan(0.0005);
  expect(Math.abs(histogram.stddev / stddev - 1)).toBeLessThan(0.0005);
});
