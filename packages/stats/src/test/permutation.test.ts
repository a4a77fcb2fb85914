import { describe, expect, test } from 'vitest';
import reference from '../../testdata/reference.json' with { type: 'json' };
import { codes, expectClose, expectInterval } from '../testing/close.js';
import { pairedPermutation } from './permutation.js';

const { before, after, tiedBefore, tiedAfter, longBefore, longAfter } = reference.data;

describe('exact, as all sign patterns in R', () => {
  test('ten pairs', () => {
    const expected = reference.permutations.pairs;
    const evidence = pairedPermutation(before, after);
    expectClose(evidence.pValue, expected.pValue);
    expectInterval(evidence.interval, expected.interval, 1e-11);
    expectClose(evidence.confidence, expected.confidence);
    expect(evidence).toMatchObject({ isExact: true, resamples: 1024, n: 10, warnings: [] });
    expectClose(evidence.statistic, evidence.estimate);
  });

  test('differences with zeros and ties', () => {
    const expected = reference.permutations.tied;
    const evidence = pairedPermutation(tiedBefore, tiedAfter, { confidence: 0.9 });
    expectClose(evidence.pValue, expected.pValue);
    expectInterval(evidence.interval, expected.interval);
    expectClose(evidence.confidence, expected.confidence);
  });

  test('rounding does not hide patterns that are equal in exact arithmetic', () => {
    // 0.1 + 0.2 is not 0.3 in doubles: without an allowance two of the patterns would be missed.
    expect(pairedPermutation([0, 0, 0], [0.1, 0.2, 0.3]).pValue).toBe(0.25);
    expect(pairedPermutation([0, 0, 0], [0.1, 0.2, -0.3]).pValue).toBe(1);
  });

  test('the interval is what the test itself does not reject', () => {
    const { interval, confidence } = pairedPermutation(before, after);
    const pAt = (shift: number) =>
      pairedPermutation(
        before.map((x) => x + shift),
        after,
      ).pValue;
    const width = interval[1] - interval[0];
    for (const [end, outwards] of [
      [interval[0], -1],
      [interval[1], 1],
    ] as const) {
      expect(pAt(end + outwards * 0.001 * width)).toBeLessThanOrEqual(1 - confidence + 1e-12);
      expect(pAt(end - outwards * 0.001 * width)).toBeGreaterThan(1 - confidence);
    }
  });
});

describe('more than 20 pairs: seeded', () => {
  test('agrees with the exact test within the error of 99,999 patterns', () => {
    const pairs = 20;
    const exact = pairedPermutation(longBefore.slice(0, pairs), longAfter.slice(0, pairs));
    // The same differences and one of zero: the distribution of the sum is unchanged, but there are 21 pairs.
    const seeded = pairedPermutation([...longBefore.slice(0, pairs), 5], [...longAfter.slice(0, pairs), 5], {
      resamples: 99_999,
    });
    expect(seeded.isExact).toBe(false);
    expect(Math.abs(seeded.pValue - exact.pValue)).toBeLessThan(0.006);
    expect(codes(seeded)).toEqual(['APPROXIMATE']);
  });

  test('the seed decides everything and is recorded; p is never 0', () => {
    const options = { resamples: 999, seed: 'pairs' };
    const evidence = pairedPermutation(longBefore, longAfter, options);
    expect(pairedPermutation(longBefore, longAfter, options)).toEqual(evidence);
    expect(evidence).toMatchObject({ seed: 'pairs', resamples: 999 });
    expect(evidence.pValue).toBe(0.001);
  });

  test('too few patterns for the confidence', () => {
    const evidence = pairedPermutation(longBefore, longAfter, { resamples: 19 });
    expect(codes(evidence)).toEqual(['TOO_FEW_RESAMPLES']);
    expect(evidence.interval).toEqual([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
  });
});

test('six pairs are the fewest for 95 %', () => {
  const zeros = [0, 0, 0, 0, 0, 0];
  expect(pairedPermutation(zeros, [1, 2, 3, 4, 5, 6])).toMatchObject({
    interval: [1, 6],
    confidence: 0.96875,
    pValue: 0.03125,
  });
  expect(codes(pairedPermutation(zeros.slice(1), [1, 2, 3, 4, 5]))).toEqual(['TOO_FEW_SAMPLES']);
});

test('nothing to compare, nothing varying, nonsense', () => {
  expect(pairedPermutation([], [])).toMatchObject({ pValue: 1, estimate: Number.NaN, resamples: 1 });
  expect(codes(pairedPermutation([1, Number.NaN], [1, 2]))).toEqual(['NON_FINITE']);
  expect(codes(pairedPermutation([1, 1, 1, 1, 1, 1], [2, 2, 2, 2, 2, 2]))).toEqual(['ZERO_VARIANCE']);
  expect(pairedPermutation([1, 1, 1], [1, 1, 1]).pValue).toBe(1);
  expect(() => pairedPermutation([1], [2], { resamples: 1.5 })).toThrow(/positive integer/);
  expect(() => pairedPermutation([1], [])).toThrow(/equal lengths/);
});
