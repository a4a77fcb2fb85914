import { describe, expect, test } from 'vitest';
import reference from '../../testdata/reference.json' with { type: 'json' };
import type { Evidence, TestEvidence } from '../evidence/evidence.js';
import { codes, expectClose, expectInterval } from '../testing/close.js';
import { pairedDifference, welchDifference } from './difference.js';
import { fiellerRatio, fiellerRatioPaired } from './fieller.js';
import { meanInterval } from './mean.js';
import { pairedRatio, welchRatio } from './ratio.js';

const { latencies, five, before, after, left, right } = reference.data;
const { tTests } = reference;

interface FromR {
  readonly interval: number[];
  readonly df: number;
  readonly statistic: number;
  readonly pValue: number;
}

function expectTest(evidence: TestEvidence & { readonly df: number }, expected: FromR): void {
  expectInterval(evidence.interval, expected.interval, 1e-11);
  expectClose(evidence.df, expected.df);
  expectClose(evidence.statistic, expected.statistic, 1e-11);
  expectClose(evidence.pValue, expected.pValue, 1e-11);
}

describe('as t.test of R', () => {
  test('mean', () => {
    expectInterval(meanInterval(latencies).interval, tTests.mean95.interval);
    expectInterval(meanInterval(latencies, { confidence: 0.99 }).interval, tTests.mean99.interval);
    expect(meanInterval(five)).toMatchObject({ estimate: 11.7, n: 5, confidence: 0.95, warnings: [] });
    expectInterval(meanInterval(five).interval, tTests.meanFive.interval);
  });

  test('difference of pairs', () => {
    expectTest(pairedDifference(before, after), tTests.paired);
    expectTest(pairedDifference(before, after, { confidence: 0.9 }), tTests.pairedNinety);
  });

  test('difference of independent samples (Welch)', () => {
    expectTest(welchDifference(left, right), tTests.welch);
    expectTest(welchDifference(left, right, { confidence: 0.99 }), tTests.welchNinetyNine);
    expect(welchDifference(left, right)).toMatchObject({ n: 16, sizes: [7, 9] });
  });

  test('ratios: the logarithms are those of t.test, estimate and interval raised', () => {
    for (const [ratio, expected] of [
      [pairedRatio(before, after), tTests.pairedLog],
      [welchRatio(left, right), tTests.welchLog],
    ] as const) {
      expectTest(ratio, { ...expected, interval: expected.interval.map(Math.exp) });
      const [low, high] = expected.interval;
      expectClose(ratio.estimate, Math.exp((low! + high!) / 2), 1e-12);
    }
  });
});

describe('Fieller, as root finding on the definition in R', () => {
  test('independent samples and pairs', () => {
    for (const [ratio, expected] of [
      [fiellerRatio(left, right), tTests.fieller],
      [fiellerRatioPaired(before, after), tTests.fiellerPaired],
    ] as const) {
      expectClose(ratio.estimate, expected.estimate);
      expectInterval(ratio.interval, expected.interval, 1e-10);
    }
    expect(fiellerRatio(left, right).pValue).toBe(welchDifference(left, right).pValue);
  });

  test('a baseline that may be zero leaves the ratio unbounded', () => {
    const unbounded = fiellerRatio([-1, 1, 0.5, -0.4], [3, 4, 5]);
    expect(unbounded.interval).toEqual([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
    expect(codes(unbounded)).toEqual(['UNBOUNDED']);
    expect(fiellerRatio([0, 0], [1, 2]).estimate).toBeNaN();
  });

  test('values at or below zero are fine as long as the mean is clear of it', () => {
    const ratio = fiellerRatio([0, 10, 11, 9, 10, 12, 10, 9], [20, 21, 19, 22, 20]);
    expect(ratio.interval[0]).toBeGreaterThan(1);
    expect(ratio.warnings).toEqual([]);
  });
});

const UNKNOWN = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];

const FUNCTIONS: [string, (a: number[], b: number[]) => Evidence][] = [
  ['meanInterval', (a) => meanInterval(a)],
  ['pairedDifference', pairedDifference],
  ['welchDifference', welchDifference],
  ['pairedRatio', pairedRatio],
  ['welchRatio', welchRatio],
  ['fiellerRatio', fiellerRatio],
  ['fiellerRatioPaired', fiellerRatioPaired],
];

describe.each(FUNCTIONS)('%s never makes a number up', (_, compute) => {
  test.each([
    ['none', [], []],
    ['one', [3], [4]],
  ])('%s: infinite interval and TOO_FEW_SAMPLES', (__, a, b) => {
    const evidence = compute(a, b);
    expect(evidence.interval).toEqual(UNKNOWN);
    expect(evidence.confidence).toBe(1);
    expect(codes(evidence)).toEqual(['TOO_FEW_SAMPLES']);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])(
    '%d among the samples: NON_FINITE, which says where',
    (bad) => {
      const evidence = compute([3, bad, 5], [4, 5, 6]);
      expect(evidence.estimate).toBeNaN();
      expect(evidence.interval).toEqual(UNKNOWN);
      expect(codes(evidence)).toEqual(['NON_FINITE']);
      expect(evidence.warnings[0]!.text).toContain('[1]');
    },
  );

  test('equal values: an interval without width, and ZERO_VARIANCE', () => {
    const evidence = compute([2, 2, 2], [6, 6, 6]);
    expect(evidence.interval[0]).toBe(evidence.interval[1]);
    expect(codes(evidence)).toEqual(['ZERO_VARIANCE']);
  });

  test('a confidence that is no fraction is thrown back', () => {
    for (const confidence of [0, 1, 95, Number.NaN]) {
      expect(() => meanInterval([1, 2], { confidence })).toThrow(/strictly between 0 and 1/);
    }
  });
});

test('a test without data or without difference is not significant; a difference without noise is', () => {
  expect(pairedDifference([1], [2]).pValue).toBe(1);
  expect(welchDifference([1, Number.NaN], [2, 3])).toMatchObject({
    pValue: 1,
    statistic: Number.NaN,
    df: Number.NaN,
  });
  expect(pairedDifference([5, 5], [5, 5])).toMatchObject({ estimate: 0, statistic: 0, pValue: 1 });
  expect(pairedDifference([5, 5], [6, 6])).toMatchObject({ statistic: Number.POSITIVE_INFINITY, pValue: 0 });
  expect(welchDifference([5, 5], [6, 6])).toMatchObject({ df: 2, pValue: 0 });
});

test('pairs of unequal number are a mistake of the caller', () => {
  for (const compute of [pairedDifference, pairedRatio, fiellerRatioPaired]) {
    expect(() => compute([1, 2, 3], [1, 2])).toThrow(
      expect.objectContaining({ code: 'ERR_STATS_BAD_ARGUMENT' }),
    );
  }
});

test('a ratio of logarithms needs values above zero and says which one is not', () => {
  for (const compute of [pairedRatio, welchRatio]) {
    const ratio = compute([1, 2, 3], [1, 0, 3]);
    expect(ratio.interval).toEqual(UNKNOWN);
    expect(codes(ratio)).toEqual(['NON_POSITIVE']);
    expect(ratio.warnings[0]!.text).toContain('candidate[1] is 0');
  }
});

test('tiny and huge scales neither vanish nor overflow', () => {
  for (const scale of [1e-120, 1e120]) {
    const difference = welchDifference(
      left.map((x) => x * scale),
      right.map((x) => x * scale),
    );
    expectClose(difference.df, tTests.welch.df, 1e-10);
    expectClose(difference.pValue, tTests.welch.pValue, 1e-9);
  }
});
