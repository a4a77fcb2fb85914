import { expect, test } from 'vitest';
import { formatCents } from './decimal.js';

test.each([
  [0, '0.00'],
  [5, '0.05'],
  [10, '0.10'],
  [99, '0.99'],
  [100, '1.00'],
  [129_905, '1299.05'],
  [2_499_975, '24999.75'],
])('%i cents are %s', (cents, text) => {
  expect(formatCents(cents)).toBe(text);
});
