import { describe, expect, test } from 'vitest';
import reference from '../../testdata/reference.json' with { type: 'json' };
import { codes, expectClose, expectInterval } from '../testing/close.js';
import { medianInterval, quantileInterval, samplesForQuantileInterval } from './order-statistic.js';

const SAMPLES = [
  reference.data.latencies,
  reference.data.latencies,
  reference.data.latencies,
  reference.data.latencies,
  reference.data.longBefore,
  reference.data.longBefore,
];

test.each(reference.orderStatistics.map((expected, i) => ({ expected, samples: SAMPLES[i]! })))(
  'quantile $expected.q at $expected.level is what trying all ranks in R gives',
  ({ expected, samples }) => {
    const evidence = quantileInterval(samples, expected.q, { confidence: expected.level });
    expectInterval(evidence.interval, expected.interval);
    expectClose(evidence.confidence, expected.confidence, 1e-11);
    expect(evidence.confidence).toBeGreaterThanOrEqual(expected.level);
    expect(evidence.warnings).toEqual([]);
  },
);

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

describe('few samples', () => {
  test('six are the fewest for a median at 95 %; five give exactly 93.75 %', () => {
    expect(medianInterval(upTo(6))).toMatchObject({
      estimate: 3.5,
      interval: [1, 6],
      confidence: 0.96875,
      n: 6,
      warnings: [],
    });
    expect(medianInterval(upTo(5), { confidence: 0.9375 })).toMatchObject({
      interval: [1, 5],
      confidence: 0.9375,
    });
    const five = medianInterval(upTo(5));
    expect(five.interval).toEqual([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
    expect([five.confidence, five.estimate]).toEqual([1, 3]);
    expect(codes(five)).toEqual(['TOO_FEW_SAMPLES']);
    expect(five.warnings[0]!.text).toContain('needs 6 samples, got 5');
  });

  test('a high quantile is bounded on both sides only from 299 samples on; below, on one side', () => {
    const enough = quantileInterval(upTo(299), 0.99);
    expect(enough.interval[1]).toBe(299);
    expect(enough.confidence).toBeGreaterThanOrEqual(0.95);
    expect(codes(enough)).toEqual(['UNEQUAL_TAILS']);
    const tooFew = quantileInterval(upTo(298), 0.99);
    expect(tooFew.interval).toEqual([291, Number.POSITIVE_INFINITY]);
    expect(tooFew.confidence).toBeGreaterThanOrEqual(0.95);
    expect(codes(tooFew)).toEqual(['TOO_FEW_SAMPLES']);
  });

  test('the fewest samples by formula are those where the interval becomes finite', () => {
    for (const [q, confidence] of [
      [0.5, 0.95],
      [0.9, 0.95],
      [0.25, 0.99],
      [0.99, 0.9],
    ] as const) {
      const needed = samplesForQuantileInterval(q, confidence);
      expect(quantileInterval(upTo(needed), q, { confidence }).interval.every(Number.isFinite)).toBe(true);
      expect(quantileInterval(upTo(needed - 1), q, { confidence }).interval.every(Number.isFinite)).toBe(
        false,
      );
    }
  });

  test('none and one', () => {
    expect(quantileInterval([], 0.5)).toMatchObject({ estimate: Number.NaN, confidence: 1, n: 0 });
    expect(quantileInterval([3], 0.5)).toMatchObject({
      estimate: 3,
      interval: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
    });
  });
});

test('requests that never ended are the largest samples, not an obstacle', () => {
  const samples = [...upTo(19), Number.POSITIVE_INFINITY];
  expect(medianInterval(samples)).toMatchObject({ estimate: 10.5, interval: [6, 15], warnings: [] });
});

test('NaN is refused with a warning', () => {
  expect(codes(medianInterval([1, 2, Number.NaN]))).toEqual(['NON_FINITE']);
});

test('nonsense is thrown back', () => {
  for (const attempt of [
    () => quantileInterval(upTo(9), 0.5, { confidence: 95 }),
    () => quantileInterval(upTo(9), 1),
    () => quantileInterval(upTo(9), 50),
    () => samplesForQuantileInterval(0),
  ]) {
    expect(attempt).toThrow(expect.objectContaining({ code: 'ERR_STATS_BAD_ARGUMENT' }));
  }
});
