import { expect, test } from 'vitest';
import reference from '../../testdata/reference.json' with { type: 'json' };
import { pairedRatio } from '../interval/ratio.js';
import { codes, expectClose, expectInterval } from '../testing/close.js';
import { cliffsDelta } from './cliffs-delta.js';
import { changeFromRatio, ratioAsChange, ratioFromChange, relativeChange } from './relative-change.js';

const { left, right, tiedLeft, tiedRight, bigLeft, bigRight } = reference.data;

test.each([
  ['no ties', left, right, 0.95, reference.effects.cliff],
  ['ties', tiedLeft, tiedRight, 0.9, reference.effects.cliffTied],
  ['many with ties', bigLeft, bigRight, 0.95, reference.effects.cliffBig],
])('Cliff’s delta from the table of all comparisons in R: %s', (_, from, to, confidence, expected) => {
  const evidence = cliffsDelta(from, to, { confidence });
  expectClose(evidence.estimate, expected.delta);
  expectInterval(
    evidence.interval,
    expected.interval.map((end) => Math.max(-1, Math.min(1, end))),
    1e-11,
  );
});

test('ties are pointed out', () => {
  expect(codes(cliffsDelta(tiedLeft, tiedRight))).toEqual(['TIES']);
  expect(cliffsDelta([1, 2, 3], [1, 2, 3]).estimate).toBe(0);
});

test('complete separation is bounded as none of the smaller sample', () => {
  const evidence = cliffsDelta([1, 2, 3, 4, 5], [11, 12, 13, 14, 15, 16]);
  // (n − z²)/(n + z²) with n = 5 and z = 1.96.
  expect(evidence.interval[0]).toBeCloseTo((5 - 3.841459) / (5 + 3.841459), 6);
  expect([evidence.estimate, evidence.interval[1]]).toEqual([1, 1]);
  expect(codes(evidence)).toEqual(['COMPLETE_SEPARATION']);
  const reversed = cliffsDelta([11, 12, 13, 14, 15, 16], [1, 2, 3, 4, 5]);
  expect(reversed.interval).toEqual([-1, -evidence.interval[0]]);
});

test('requests that never ended count as the largest; NaN and single samples give no interval', () => {
  expect(cliffsDelta([1, 2, 3], [2, 3, Number.POSITIVE_INFINITY]).estimate).toBeCloseTo(5 / 9, 14);
  expect(codes(cliffsDelta([1, 2], [Number.NaN, 2]))).toEqual(['NON_FINITE']);
  expect(cliffsDelta([1], [2, 3])).toMatchObject({
    estimate: 1,
    interval: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
  });
  expect(codes(cliffsDelta([], [2, 3]))).toEqual(['TOO_FEW_SAMPLES']);
});

test('relative change: signed, against the size of the baseline', () => {
  expect(relativeChange(200, 216)).toBeCloseTo(0.08, 14);
  expect(relativeChange(-10, -5)).toBe(0.5);
  expect(relativeChange(0, 0)).toBe(0);
  expect(relativeChange(0, 3)).toBe(Number.POSITIVE_INFINITY);
  expect(relativeChange(0, -3)).toBe(Number.NEGATIVE_INFINITY);
  expect(relativeChange(Number.NaN, 3)).toBeNaN();
});

test('a ratio as a change, with everything that belongs to it', () => {
  expect(changeFromRatio(1.08)).toBeCloseTo(0.08, 14);
  expect(ratioFromChange(-0.5)).toBe(0.5);
  const ratio = pairedRatio([100, 101, 99, 100], [110, 112, 108, 109]);
  const change = ratioAsChange(ratio);
  expectClose(change.estimate, ratio.estimate - 1);
  expectInterval(
    change.interval,
    ratio.interval.map((end) => end - 1),
  );
  expect(change).toMatchObject({ n: 4, pValue: ratio.pValue, method: ratio.method });
  expect(ratioAsChange(pairedRatio([1], [2])).interval).toEqual([
    Number.NEGATIVE_INFINITY,
    Number.POSITIVE_INFINITY,
  ]);
});
