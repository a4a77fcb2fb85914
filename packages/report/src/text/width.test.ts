import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { displayWidth, padEnd, padStart, truncate, wrap } from './width.js';

test('wide characters take two columns', () => {
  expect(displayWidth('abc')).toBe(3);
  expect(displayWidth('日本')).toBe(4);
  expect(padEnd('日', 4)).toBe('日  ');
  expect(padStart('日', 4)).toBe('  日');
});

describe('truncate', () => {
  test.each([
    ['abcdef', 6, 'abcdef'],
    ['abcdef', 5, 'abcd…'],
    ['日本語', 5, '日本…'],
    ['日本語', 4, '日…'],
    ['👩‍🔬👩‍🔬👩‍🔬', 5, '👩‍🔬👩‍🔬…'],
    ['abc', 1, '…'],
    ['abc', 0, ''],
  ])('%s to %i', (text, columns, cut) => {
    expect(truncate(text, columns)).toBe(cut);
  });

  test('never exceeds the columns', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 0, max: 20 }), (text, columns) => {
        expect(displayWidth(truncate(text, columns))).toBeLessThanOrEqual(columns);
      }),
    );
  });
});

test('wrap keeps every word, in order', () => {
  expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
  expect(wrap('a verylongword b', 5)).toEqual(['a', 'verylongword', 'b']);
  expect(wrap('', 5)).toEqual([]);
});
