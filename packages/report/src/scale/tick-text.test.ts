import { expect, test } from 'vitest';
import { percentileText, tickText } from './tick-text.js';

test.each([
  ['ns', 10_000, '10 µs'],
  ['ns', 2_500_000, '2.5 ms'],
  ['1/s', 1500, '1,500 /s'],
  ['B', 2e6, '2 MB'],
  ['', 0.25, '0.25'],
])('%s %d is %s', (unit, value, text) => {
  expect(tickText(unit, value)).toBe(text);
});

test.each([
  [1, '0 %'],
  [2, '50 %'],
  [10, '90 %'],
  [20, '95 %'],
  [100, '99 %'],
  [1000, '99.9 %'],
  [1e5, '99.999 %'],
])('1 ÷ (1 − q) = %d is %s', (inverse, text) => {
  expect(percentileText(inverse)).toBe(text);
});
