import { expect, test } from 'vitest';
import reference from '../../testdata/reference.json' with { type: 'json' };
import { codes, expectClose, expectInterval } from '../testing/close.js';
import { proportionDifference, proportionInterval } from './proportion.js';

test.each(reference.proportions.cases)('$successes of $n at $level: Wilson and exact as in R', (expected) => {
  const { successes, n, level: confidence } = expected;
  const wilson = proportionInterval({ successes, n }, { confidence });
  expectInterval(wilson.interval, expected.wilson, 1e-11);
  expect(wilson).toMatchObject({ estimate: successes / n, n, confidence, warnings: [] });
  expectInterval(
    proportionInterval({ successes, n }, { confidence, kind: 'exact' }).interval,
    expected.exact,
    1e-11,
  );
});

test.each(reference.proportions.differences)(
  'difference $from → $to as from the Wilson intervals of R',
  ({ from, to, interval }) => {
    const evidence = proportionDifference(
      { successes: from[0]!, n: from[1]! },
      { successes: to[0]!, n: to[1]! },
    );
    expectClose(evidence.estimate, to[0]! / to[1]! - from[0]! / from[1]!);
    expectInterval(evidence.interval, interval, 1e-11);
    expect(evidence.sizes).toEqual([from[1], to[1]]);
  },
);

test('the example published by Newcombe: 56/70 − 48/80 is 0.2, 0.0524 to 0.3339', () => {
  const { interval } = proportionDifference({ successes: 48, n: 80 }, { successes: 56, n: 70 });
  expect(interval.map((end) => end.toFixed(4))).toEqual(['0.0524', '0.3339']);
});

test('no failure is no proof of none: the interval is not empty', () => {
  const { interval } = proportionInterval({ successes: 0, n: 1000 });
  expect(interval[0]).toBe(0);
  expect(interval[1]).toBeCloseTo(0.00383, 5);
});

test('nothing observed, nothing said', () => {
  const nothing = proportionInterval({ successes: 0, n: 0 });
  expect(nothing).toMatchObject({
    estimate: Number.NaN,
    interval: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
  });
  expect(codes(nothing)).toEqual(['TOO_FEW_SAMPLES']);
  expect(codes(proportionDifference({ successes: 1, n: 2 }, { successes: 0, n: 0 }))).toEqual([
    'TOO_FEW_SAMPLES',
  ]);
});

test('impossible counts are thrown back', () => {
  for (const [successes, n] of [
    [3, 2],
    [-1, 2],
    [0.5, 2],
    [1, Number.NaN],
  ] as const) {
    expect(() => proportionInterval({ successes, n })).toThrow(
      expect.objectContaining({ code: 'ERR_STATS_BAD_ARGUMENT' }),
    );
    expect(() => proportionDifference({ successes: 1, n: 2 }, { successes, n })).toThrow(/whole numbers/);
  }
});
