import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toBaseUnit } from './base-unit.js';

test.each([
  [1.5, 'ms', { value: 1.5e6, unit: 'ns' }],
  [1500, 'us', { value: 1.5e6, unit: 'ns' }],
  [2, 'MiB', { value: 2 ** 21, unit: 'B' }],
  [2, 'MB/s', { value: 2e6, unit: 'B/s' }],
  [7, 'req/s', { value: 7, unit: '1/s' }],
  [7, '/s', { value: 7, unit: '1/s' }],
  [7, 'frames/s', { value: 7, unit: 'frames/s' }],
  [50, '%', { value: 0.5, unit: '1' }],
  [3, '', { value: 3, unit: '1' }],
  [3, 'hops', { value: 3, unit: 'hops' }],
  [3, 'constructor', { value: 3, unit: 'constructor' }],
])('%d %s', (value, unit, base) => {
  expect(toBaseUnit(value, unit)).toEqual(base);
});

test('doing it twice is doing it once', () => {
  fc.assert(
    fc.property(
      fc.double({ noNaN: true }),
      fc.constantFrom('ms', 's', 'kB', 'MiB/s', 'x', '', '%'),
      (value, unit) => {
        const once = toBaseUnit(value, unit);
        expect(toBaseUnit(once.value, once.unit === '1' ? '' : once.unit)).toEqual(once);
      },
    ),
  );
});
