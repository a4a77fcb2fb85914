import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sparkline } from './sparkline.js';

const mean = (part: readonly number[]): number => part.reduce((a, b) => a + b, 0) / part.length;

test('zero is the lowest block, the top the highest', () => {
  expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7], 8, 7, mean)).toBe('▁▂▃▄▅▆▇█');
});

test('neighbours are joined when there is no room', () => {
  expect(sparkline([0, 0, 8, 8], 2, 8, mean)).toBe('▁█');
  expect(sparkline([0, 8, 0, 8], 2, 8, (part) => Math.max(...part))).toBe('██');
});

test('no values, no room, nothing above zero', () => {
  expect(sparkline([], 5, 1, mean)).toBe('');
  expect(sparkline([1, 2], -3, 2, mean)).toBe('');
  expect(sparkline([0, 0], 5, 0, mean)).toBe('▁▁');
});

test('takes as many blocks as there are values, at most the width', () => {
  const values = fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), { maxLength: 200 });
  fc.assert(
    fc.property(values, fc.integer({ min: 0, max: 60 }), (series, width) => {
      const top = Math.max(0, ...series);
      expect(sparkline(series, width, top, mean)).toHaveLength(Math.min(width, series.length));
    }),
  );
});
