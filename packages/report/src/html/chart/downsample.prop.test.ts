import fc from 'fast-check';
import { expect, test } from 'vitest';
import { peakIndices } from './downsample.js';

const values = fc.array(fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }), { freq: 8 }), {
  maxLength: 2000,
});

test('keeps the ends and every extreme, in order, and no more than asked', () => {
  fc.assert(
    fc.property(values, fc.integer({ min: 4, max: 300 }), (all, most) => {
      const kept = peakIndices(all, most);
      expect(kept).toEqual([...new Set(kept)].sort((a, b) => a - b));
      expect(kept.length).toBeLessThanOrEqual(Math.max(most, 4));
      if (all.length > 0) expect([kept[0], kept.at(-1)]).toEqual([0, all.length - 1]);
      const present = (list: readonly (number | null | undefined)[]): number[] =>
        list.flatMap((value) => (value === null || value === undefined ? [] : [value]));
      const drawn = present(kept.map((i) => all[i]));
      const whole = present(all);
      expect(Math.max(...drawn)).toBe(Math.max(...whole));
      expect(Math.min(...drawn)).toBe(Math.min(...whole));
    }),
  );
});

test('keeps the peak of every stretch, not only the highest of all', () => {
  const flat = Array.from({ length: 1000 }, (_, i) => (i % 100 === 50 ? 10 + i : 1));
  const kept = new Set(peakIndices(flat, 60));
  for (let i = 50; i < 1000; i += 100) expect(kept.has(i)).toBe(true);
});

test('few values are all drawn', () => {
  expect(peakIndices([3, null, 1], 10)).toEqual([0, 1, 2]);
});
