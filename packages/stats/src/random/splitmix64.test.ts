import { expect, test } from 'vitest';
import { fnv1a64, splitMix64 } from './splitmix64.js';

test('SplitMix64 gives the published first outputs for seed 1234567', () => {
  const words = splitMix64(1234567n);
  expect(Array.from({ length: 5 }, () => words.next().value)).toEqual([
    6457827717110365317n,
    3203168211198807973n,
    9817491932198370423n,
    4593380528125082431n,
    16408922859458223821n,
  ]);
});

test('FNV-1a of the empty text is its offset basis, and every character counts, high bytes too', () => {
  expect(fnv1a64('')).toBe(0xcbf29ce484222325n);
  const hashes = ['a', 'b', 'ab', 'ba', 'ā', 'a\u0000', 'cell-1', 'cell-2'].map((text) => fnv1a64(text));
  expect(new Set(hashes).size).toBe(hashes.length);
});
