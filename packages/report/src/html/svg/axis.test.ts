import fc from 'fast-check';
import { expect, test } from 'vitest';
import { logAxis, zeroAxis } from './axis.js';

const range = { from: 10, to: 110 };
const amounts = fc.array(fc.double({ min: 1e-6, max: 1e12, noNaN: true }), { minLength: 1, maxLength: 20 });

test.each([
  ['log', logAxis],
  ['zero', zeroAxis],
])('a %s axis keeps order and its range, with few labels inside it', (_name, axisOf) => {
  fc.assert(
    fc.property(amounts, (values) => {
      const axis = axisOf(values, range);
      const places = [...values].sort((a, b) => a - b).map(axis.at);
      expect(places).toEqual([...places].sort((a, b) => a - b));
      for (const place of [...places, ...axis.ticks.map(axis.at)]) {
        expect(place).toBeGreaterThanOrEqual(range.from);
        expect(place).toBeLessThanOrEqual(range.to);
      }
      expect(axis.ticks.length).toBeLessThanOrEqual(20);
    }),
  );
});

test('equal ratios are equal distances', () => {
  const axis = logAxis([1, 100], range);
  expect(axis.at(10) - axis.at(1)).toBeCloseTo(axis.at(100) - axis.at(10), 9);
  expect(axis.ticks).toContain(10);
});

test('nothing to show is still an axis', () => {
  expect(Number.isFinite(logAxis([], range).at(1))).toBe(true);
  expect(Number.isFinite(zeroAxis([0], range).at(0))).toBe(true);
});
