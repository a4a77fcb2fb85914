import { describe, expect, test } from 'vitest';
import { formatCount, formatIn, formatValue, scaleBytes, scaleFor, scaleRate, scaleTime } from './scale.js';

describe('scaleTime', () => {
  test.each([
    [[12_340_000, 15_670_000], 'ms', ['12.34', '15.67']],
    [[800, 950], 'ns', ['800', '950']],
    [[45_600, 45_700], 'µs', ['45.60', '45.70']],
    [[2.5e9, 3e9], 's', ['2.500', '3.000']],
    [[0.5, 0.25], 'ns', ['0.500', '0.250']],
  ])('%j is shown in %s', (values, unit, shown) => {
    const scale = scaleTime(values);
    expect(scale.unit).toBe(unit);
    expect(values.map((value) => formatIn(scale, value))).toEqual(shown);
  });

  test('one unit for a column whose values differ a thousandfold', () => {
    const scale = scaleTime([12_000, 12_340_000, 12_500_000]);
    expect(scale.unit).toBe('ms');
    expect([12_000, 12_340_000].map((value) => formatIn(scale, value))).toEqual(['0.012', '12.340']);
  });

  test('an outlier does not choose the unit', () => {
    expect(scaleTime([450_000, 460_000, 470_000, 2.3e9]).unit).toBe('µs');
  });

  test('nothing to scale: base unit', () => {
    expect(scaleTime([])).toEqual({ unit: 'ns', divisor: 1, decimals: 0 });
    expect(scaleTime([0, null, Number.POSITIVE_INFINITY])).toEqual({ unit: 'ns', divisor: 1, decimals: 0 });
  });
});

test('sizes use decimal prefixes', () => {
  expect(formatValue('B', 245)).toBe('245 B');
  expect(formatValue('bytes', 241_325)).toBe('241.3 kB');
  expect(scaleBytes([25.2e9]).unit).toBe('GB');
  expect(formatValue('bytes/s', 117_500)).toBe('117.5 kB/s');
});

test('rates stay whole up to six digits', () => {
  expect(formatValue('/s', 487.2)).toBe('487.2 /s');
  expect(formatValue('/s', 123_456)).toBe('123,456 /s');
  expect(scaleRate([2.5e6]).unit).toBe('k/s');
});

test('shares are shown in percent', () => {
  expect(formatValue('share', 0.0123)).toBe('1.23 %');
});

test('an unknown unit is shown as it is', () => {
  expect(scaleFor('widgets', [1, 2])).toEqual({ unit: 'widgets', divisor: 1, decimals: 0 });
});

test('what is not a number is not shown as one', () => {
  const scale = scaleTime([1e6]);
  expect(formatIn(scale, null)).toBe('–');
  expect(formatIn(scale, Number.NaN)).toBe('–');
  expect(formatIn(scale, Number.POSITIVE_INFINITY)).toBe('∞');
  expect(formatIn(scale, Number.NEGATIVE_INFINITY)).toBe('-∞');
});

test('no negative zero, grouped thousands', () => {
  expect(formatIn({ unit: '', divisor: 1, decimals: 1 }, -0.01)).toBe('0.0');
  expect(formatIn({ unit: '', divisor: 1, decimals: 2 }, -1234.5)).toBe('-1,234.50');
  expect(formatCount(1_000_000)).toBe('1,000,000');
});
