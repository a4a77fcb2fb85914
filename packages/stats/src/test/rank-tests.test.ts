import * as simple from 'simple-statistics';
import { describe, expect, test } from 'vitest';
import reference from '../../testdata/reference.json' with { type: 'json' };
import { codes, expectClose, expectInterval } from '../testing/close.js';
import { hodgesLehmann, hodgesLehmannPaired } from './hodges-lehmann.js';
import { mannWhitney } from './mann-whitney.js';
import { midranks } from './ranks.js';
import { wilcoxonSignedRank } from './wilcoxon.js';

const { left, right, tiedLeft, tiedRight, bigLeft, bigRight } = reference.data;
const { before, after, tiedBefore, tiedAfter, longBefore, longAfter } = reference.data;
const expected = reference.rankTests;
const UNKNOWN = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];

test('midranks: doubled, ties share the average', () => {
  expect(midranks([30, 10, 20, 10])).toEqual({ doubled: [8, 3, 6, 3], tieSum: 6 });
  expect(midranks([])).toEqual({ doubled: [], tieSum: 0 });
  expect(midranks([Number.POSITIVE_INFINITY, 1, Number.NEGATIVE_INFINITY]).doubled).toEqual([6, 4, 2]);
});

describe('Mann–Whitney', () => {
  test('without ties: U, p, shift and interval of wilcox.test', () => {
    const evidence = mannWhitney(left, right);
    expect(evidence.statistic).toBe(expected.exact.statistic);
    expectClose(evidence.pValue, Number(expected.exact.pValue), 1e-11);
    expectClose(evidence.estimate, Number(expected.exact.estimate));
    expectInterval(evidence.interval, expected.exact.interval);
    expectClose(evidence.confidence, expected.exactConfidence, 1e-11);
    expect(evidence).toMatchObject({
      isExact: true,
      superiority: 54 / 63,
      n: 16,
      sizes: [7, 9],
      warnings: [],
    });
    const ninety = mannWhitney(left, right, { confidence: 0.9 });
    expectInterval(ninety.interval, expected.exactNinety.interval);
    expectClose(ninety.confidence, expected.exactConfidenceNinety, 1e-11);
  });

  test('with ties: the p-value of all rearrangements', () => {
    const evidence = mannWhitney(tiedLeft, tiedRight);
    expectClose(evidence.pValue, expected.tied.pValue, 1e-12);
    expect(evidence.statistic).toBe(expected.tied.statistic);
    expect(codes(evidence)).toEqual(['TIES']);
    const shifted = mannWhitney(
      tiedLeft,
      tiedRight.map((x) => x + 1),
    );
    expectClose(shifted.pValue, expected.tiedShifted.pValue, 1e-12);
    // The same the other way round, where the other sample is the one that is counted out.
    expectClose(mannWhitney(tiedRight, tiedLeft).pValue, expected.tied.pValue, 1e-12);
  });

  test('many samples with ties: the corrected normal approximation of wilcox.test', () => {
    const evidence = mannWhitney(bigLeft, bigRight);
    expect(evidence.statistic).toBe(expected.big.statistic);
    expectClose(evidence.pValue, Number(expected.big.pValue), 1e-11);
    expect(evidence.isExact).toBe(false);
    expect(codes(evidence)).toEqual(['APPROXIMATE', 'TIES']);
  });

  test('simple-statistics computes the same rank sum', () => {
    const rankSum = simple.wilcoxonRankSum(right, left);
    expect(mannWhitney(left, right).statistic).toBe(rankSum - (9 * 10) / 2);
  });

  test('exact and approximate p-values meet at the limit of 50', () => {
    const a = bigLeft.slice(0, 50).map((x, i) => x + i / 1000);
    const b = bigRight.slice(0, 50).map((x, i) => x + i / 1000 + 0.0005);
    const exact = mannWhitney(a, b);
    const approximate = mannWhitney([...a, 1e9], b);
    expect(exact.isExact).toBe(true);
    expect(approximate.isExact).toBe(false);
    expect(Math.abs(exact.pValue - mannWhitney([...a.slice(1), a[0]!], b).pValue)).toBeLessThan(1e-12);
    // One extreme value more changes p a little; a wrong approximation would change it a lot.
    expect(Math.abs(Math.log(approximate.pValue / exact.pValue))).toBeLessThan(0.7);
  });

  test('three against three cannot be significant, and it says so', () => {
    const evidence = mannWhitney([1, 2, 3], [4, 5, 6]);
    expectClose(evidence.pValue, 0.1, 1e-14);
    expect(evidence.interval).toEqual(UNKNOWN);
    expect(codes(evidence)).toEqual(['TOO_FEW_SAMPLES', 'TOO_FEW_SAMPLES']);
    expect(evidence.warnings[1]!.text).toContain('cannot show p below 0.10');
  });

  test('all equal: p is exactly 1', () => {
    expect(mannWhitney([2, 2, 2], [2, 2, 2, 2]).pValue).toBe(1);
    expect(mannWhitney(new Array(60).fill(2), new Array(60).fill(2)).pValue).toBe(1);
  });

  test('requests that never ended are ranked last, but leave no shift', () => {
    const evidence = mannWhitney([1, 2, 3, 4, 5], [6, 7, 8, 9, Number.POSITIVE_INFINITY]);
    expectClose(evidence.pValue, 2 / 252, 1e-13);
    expect(evidence.superiority).toBe(1);
    expect(evidence.estimate).toBeNaN();
    expect(codes(evidence)).toContain('NON_FINITE');
  });

  test('nothing to compare', () => {
    expect(mannWhitney([], [1, 2])).toMatchObject({
      pValue: 1,
      statistic: Number.NaN,
      superiority: Number.NaN,
      interval: UNKNOWN,
    });
    expect(codes(mannWhitney([1, Number.NaN], [1, 2]))).toEqual(['NON_FINITE']);
  });
});

describe('Hodges–Lehmann', () => {
  test('many samples: the ranks of the normal approximation among all listed differences', () => {
    const evidence = hodgesLehmann(bigLeft, bigRight);
    expect(evidence.estimate).toBe(expected.bigShift.estimate);
    expectInterval(evidence.interval, expected.bigShift.interval);
    expect(evidence.confidence).toBeGreaterThanOrEqual(0.95);
    expect(codes(evidence)).toEqual(['APPROXIMATE']);
  });

  test('four against four are the fewest for 95 %', () => {
    expect(hodgesLehmann([1, 2, 3, 4], [11, 12, 13, 14])).toMatchObject({ estimate: 10, interval: [7, 13] });
    expect(hodgesLehmann([1, 2, 3], [11, 12, 13])).toMatchObject({
      estimate: 10,
      interval: UNKNOWN,
      confidence: 1,
    });
  });

  test('pairs: the listed Walsh averages', () => {
    const evidence = hodgesLehmannPaired(longBefore, longAfter);
    expectClose(evidence.estimate, expected.pairedLongShift.estimate);
    expectInterval(evidence.interval, expected.pairedLongShift.interval);
    expect(codes(evidence)).toEqual(['APPROXIMATE']);
  });

  test('six pairs are the fewest for 95 %', () => {
    const zeros = [0, 0, 0, 0, 0, 0];
    expect(hodgesLehmannPaired(zeros, [1, 2, 3, 4, 5, 6])).toMatchObject({
      estimate: 3.5,
      interval: [1, 6],
      confidence: 0.96875,
    });
    expect(codes(hodgesLehmannPaired(zeros.slice(1), [1, 2, 3, 4, 5]))).toEqual(['TOO_FEW_SAMPLES']);
  });

  test('no width, no samples, no number', () => {
    expect(codes(hodgesLehmann([1, 1, 1, 1], [3, 3, 3, 3]))).toEqual(['ZERO_VARIANCE']);
    expect(codes(hodgesLehmann([], [3]))).toEqual(['TOO_FEW_SAMPLES']);
    expect(codes(hodgesLehmann([1, Number.POSITIVE_INFINITY], [3]))).toEqual(['NON_FINITE']);
    expect(codes(hodgesLehmannPaired([], []))).toEqual(['TOO_FEW_SAMPLES']);
    expect(codes(hodgesLehmannPaired([1], [Number.NaN]))).toEqual(['NON_FINITE']);
  });

  test('values near the largest double neither overflow nor hang', () => {
    expect(hodgesLehmann([-8e307, -7e307, -6e307, -5e307], [5e307, 6e307, 7e307, 8e307]).estimate).toBe(
      1.3e308,
    );
  });

  test('a million pairs of differences are not listed: 20,000 samples a side in a moment', () => {
    const from = Array.from({ length: 20_000 }, (_, i) => i);
    const evidence = hodgesLehmann(
      from,
      from.map((x) => x + 5),
    );
    expect(evidence.estimate).toBe(5);
  });
});

describe('Wilcoxon signed rank', () => {
  test('without ties: V, p, pseudo-median and interval of wilcox.test', () => {
    const evidence = wilcoxonSignedRank(before, after);
    expect(evidence.statistic).toBe(expected.pairedExact.statistic);
    expectClose(evidence.pValue, Number(expected.pairedExact.pValue), 1e-12);
    expectClose(evidence.estimate, Number(expected.pairedExact.estimate));
    expectInterval(evidence.interval, expected.pairedExact.interval, 1e-11);
    expectClose(evidence.confidence, expected.pairedExactConfidence, 1e-12);
    expect(evidence).toMatchObject({ isExact: true, nonZero: 10, n: 10, warnings: [] });
  });

  test('sixty pairs are still exact', () => {
    const differences = Array.from({ length: 60 }, (_, i) => -9.7 + 0.5123 * i);
    const evidence = wilcoxonSignedRank(new Array(60).fill(0), differences);
    expectClose(evidence.pValue, expected.pairedSixty.pValue, 1e-10);
    expectClose(evidence.confidence, expected.pairedSixty.confidence, 1e-10);
  });

  test('with ties and zeros: the p-value of all sign patterns, for both ways with zeros', () => {
    const dropped = wilcoxonSignedRank(tiedBefore, tiedAfter);
    expect(dropped.statistic).toBe(expected.pairedTied.statistic);
    expectClose(dropped.pValue, expected.pairedTied.pValue, 1e-12);
    expect(codes(dropped)).toEqual(['ZERO_DIFFERENCES', 'TIES']);
    expect(dropped.nonZero).toBe(9);
    const pratt = wilcoxonSignedRank(tiedBefore, tiedAfter, { zeros: 'pratt' });
    expect(pratt.statistic).toBe(expected.pairedTiedPratt.statistic);
    expectClose(pratt.pValue, expected.pairedTiedPratt.pValue, 1e-12);
  });

  test('many pairs: the corrected normal approximation of wilcox.test', () => {
    const evidence = wilcoxonSignedRank(longBefore, longAfter);
    expect(evidence.statistic).toBe(expected.pairedLong.statistic);
    expectClose(evidence.pValue, Number(expected.pairedLong.pValue), 1e-10);
    expect(evidence.isExact).toBe(false);
    const pratt = wilcoxonSignedRank(longBefore, longAfter, { zeros: 'pratt' });
    expectClose(pratt.pValue, expected.pairedLongPratt, 1e-10);
  });

  test('no differences at all: p is exactly 1', () => {
    const evidence = wilcoxonSignedRank([1, 2, 3], [1, 2, 3]);
    expect(evidence).toMatchObject({ pValue: 1, statistic: 0, estimate: 0, nonZero: 0 });
    expect(codes(evidence)).toContain('ZERO_DIFFERENCES');
  });

  test('five pairs cannot be significant, and it says so', () => {
    const evidence = wilcoxonSignedRank([0, 0, 0, 0, 0], [1, 2, 3, 4, 5]);
    expect(evidence.pValue).toBe(0.0625);
    expect(evidence.warnings.at(-1)!.text).toContain('cannot show p below 0.063');
  });

  test('NaN, and unequal numbers', () => {
    expect(wilcoxonSignedRank([1, Number.NaN], [1, 2])).toMatchObject({ pValue: 1, interval: UNKNOWN });
    expect(() => wilcoxonSignedRank([1], [1, 2])).toThrow(/equal lengths/);
  });
});
