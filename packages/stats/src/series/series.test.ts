import { describe, expect, test } from 'vitest';
import reference from '../../testdata/reference.json' with { type: 'json' };
import { createRandom } from '../random/random.js';
import { codes, expectClose, expectInterval } from '../testing/close.js';
import { modifiedZOutliers, tukeyOutliers } from './outliers.js';
import { steadyState } from './steady-state.js';
import { trendTest } from './trend.js';

const { latencies, rising, after, series } = reference.data;
const expected = reference.series;

describe('trend', () => {
  test('exact p of Kendall and Sen’s slope with its rank interval, as in R', () => {
    for (const [samples, confidence, kendall, sen] of [
      [rising, 0.95, expected.kendall, expected.sen],
      [after, 0.9, expected.kendallShort, expected.senShort],
    ] as const) {
      const evidence = trendTest(samples, { confidence });
      expect(evidence.statistic).toBe(kendall.statistic);
      expectClose(evidence.pValue, kendall.pValue, 1e-10);
      expectClose(evidence.estimate, sen.estimate);
      expectInterval(evidence.interval, sen.interval);
      expectClose(evidence.confidence, sen.confidence, 1e-10);
      expect(evidence.isExact).toBe(true);
    }
  });

  test('ties: the corrected normal approximation of cor.test', () => {
    const evidence = trendTest(expected.tiedSeries);
    expectClose(evidence.pValue, expected.kendallTied, 1e-11);
    expect(codes(evidence)).toEqual(['TIES', 'APPROXIMATE']);
  });

  test('the approximation for long series meets the exact result', () => {
    const random = createRandom('trend');
    const exact = Array.from({ length: 50 }, (_, i) => i * 0.01 + random.nextNormal());
    const { pValue, interval } = trendTest(exact);
    const longer = trendTest([...exact, exact[24]! + 0.123]);
    expect(longer.isExact).toBe(false);
    expect(Math.abs(longer.pValue - pValue)).toBeLessThan(0.1);
    expect(Math.abs(longer.interval[0] - interval[0])).toBeLessThan(0.01);
  });

  test('a day of seconds is looked at in blocks, with the slope still per second', () => {
    const random = createRandom('day');
    const day = Array.from({ length: 86_400 }, (_, i) => 100 + i * 1e-4 + random.nextNormal(0, 5));
    const evidence = trendTest(day);
    expect(evidence).toMatchObject({ blockSize: 87, n: 86_400, isExact: false });
    expect(evidence.interval[0]).toBeLessThan(1e-4);
    expect(evidence.interval[1]).toBeGreaterThan(1e-4);
    expect(evidence.interval[1] - evidence.interval[0]).toBeLessThan(1e-5);
    expect(codes(evidence)).toEqual(['APPROXIMATE', 'APPROXIMATE']);
    expect(steadyState(day, { driftTolerance: 0.01 }).isSteady).toBe(false);
  });

  test('too short, constant, not a number', () => {
    expect(codes(trendTest([1]))).toEqual(['TOO_FEW_SAMPLES']);
    expect(codes(trendTest([1, 2, 3]))).toEqual(['TOO_FEW_SAMPLES']);
    expect(trendTest([1, 2, 3]).estimate).toBe(1);
    expect(trendTest([5, 5, 5, 5, 5, 5])).toMatchObject({ estimate: 0, pValue: 1 });
    expect(codes(trendTest([1, Number.NaN, 3]))).toEqual(['NON_FINITE']);
  });
});

describe('steady state', () => {
  test('the cut is the one that trying all of them in R gives', () => {
    const evidence = steadyState(series);
    expect(evidence).toMatchObject({
      steadyFrom: expected.mser,
      isSteady: true,
      batchSize: 1,
      n: 24,
      warnings: [],
    });
    expectClose(evidence.estimate, expected.mserMean);
    expect(evidence.interval[0]).toBeLessThan(5.0075);
    expect(evidence.interval[1]).toBeGreaterThan(5.0075);
  });

  test('warm-up that decays is found to within a batch or two; MSER-5 from 50 values on', () => {
    const random = createRandom('warm-up');
    const warming = Array.from(
      { length: 200 },
      (_, i) => 100 + 80 * Math.exp(-i / 8) + random.nextNormal(0, 2),
    );
    const evidence = steadyState(warming);
    expect(evidence.method).toBe('MSER-5');
    expect(evidence.steadyFrom).toBeGreaterThanOrEqual(15);
    expect(evidence.steadyFrom).toBeLessThanOrEqual(45);
    expect(Math.abs(evidence.estimate - 100)).toBeLessThan(1);
    expect(evidence.isSteady).toBe(true);
  });

  test('nothing to cut: a steady series is kept nearly whole', () => {
    const random = createRandom('steady');
    let kept = 0;
    for (let run = 0; run < 200; run++) {
      const evidence = steadyState(Array.from({ length: 100 }, () => random.nextNormal(50, 3)));
      if (evidence.steadyFrom !== null && evidence.steadyFrom <= 25) kept++;
    }
    // White noise is sometimes cut; far more often it must not be.
    expect(kept).toBeGreaterThan(150);
  });

  test('a series that never settles is said not to', () => {
    const evidence = steadyState(Array.from({ length: 60 }, (_, i) => i));
    expect(evidence).toMatchObject({ steadyFrom: null, isSteady: false, estimate: Number.NaN });
    expect(codes(evidence)).toEqual(['NOT_STEADY']);
    const step = steadyState(Array.from({ length: 60 }, (_, i) => (i < 45 ? 10 + (i % 3) : 30 + (i % 3))));
    expect(step.isSteady).toBe(false);
  });

  test('a slow drift is reported only beyond the tolerance', () => {
    const random = createRandom('drift');
    const drifting = Array.from({ length: 300 }, (_, i) => 100 + i * 0.05 + random.nextNormal(0, 3));
    const strict = steadyState(drifting, { driftTolerance: 0.02 });
    expect(strict.isSteady).toBe(false);
    expect(codes(strict)).toContain('TREND');
    expect(steadyState(drifting, { driftTolerance: 0.5 }).isSteady).toBe(true);
  });

  test('correlated batches make the interval suspect', () => {
    const random = createRandom('correlated');
    let level = 0;
    const wandering = Array.from({ length: 400 }, () => {
      level = 0.97 * level + random.nextNormal();
      return 100 + level;
    });
    expect(codes(steadyState(wandering))).toContain('APPROXIMATE');
  });

  test('constant, short, not a number, nonsense', () => {
    expect(steadyState(new Array(20).fill(7))).toMatchObject({ steadyFrom: 0, estimate: 7, isSteady: true });
    expect(codes(steadyState([1, 2, 3]))).toEqual(['TOO_FEW_SAMPLES']);
    expect(codes(steadyState([...series, Number.NaN]))).toEqual(['NON_FINITE']);
    expect(() => steadyState(series, { batchSize: 0 })).toThrow(/batchSize/);
    expect(() => steadyState(series, { confidence: 2 })).toThrow(/strictly between/);
  });
});

describe('outliers', () => {
  test('Tukey’s fences are those of R, and classes follow them', () => {
    const { limits, classes, counts, warnings } = tukeyOutliers(latencies);
    [limits.lowSevere, limits.lowMild, limits.highMild, limits.highSevere].forEach((limit, i) => {
      expectClose(limit, reference.effects.fences[i]!);
    });
    expect(classes[latencies.indexOf(1204.7)]).toBe('high-severe');
    expect(classes[latencies.indexOf(305.6)]).toBe('normal');
    expect(counts).toEqual({
      'low-severe': 0,
      'low-mild': 0,
      normal: 21,
      'high-mild': 0,
      'high-severe': 2,
      unknown: 0,
    });
    expect(warnings).toEqual([]);
  });

  test('modified z-scores are those of R', () => {
    const { classes } = modifiedZOutliers(latencies);
    latencies.forEach((_, i) => {
      const z = reference.effects.modifiedZ[i]!;
      const size = Math.abs(z) > 7 ? 'severe' : 'mild';
      expect(classes[i]).toBe(Math.abs(z) <= 3.5 ? 'normal' : `${z < 0 ? 'low' : 'high'}-${size}`);
    });
    expect(classes.filter((name) => name !== 'normal').length).toBe(2);
  });

  test('low outliers, and limits of one’s own', () => {
    const samples = [-50, 8, 9, 10, 10, 11, 12, 15];
    expect(tukeyOutliers(samples).classes[0]).toBe('low-severe');
    expect(modifiedZOutliers(samples).classes[0]).toBe('low-severe');
    expect(tukeyOutliers(samples, { mild: 1, severe: 100 }).classes).toEqual([
      'low-mild',
      'normal',
      'normal',
      'normal',
      'normal',
      'normal',
      'normal',
      'high-mild',
    ]);
    expect(() => tukeyOutliers(samples, { mild: 3, severe: 2 })).toThrow(/0 ≤ mild ≤ severe/);
  });

  test('no spread is pointed out; the mean deviation steps in', () => {
    const mostlyEqual = [5, 5, 5, 5, 5, 5, 5, 9, 5, 5];
    expect(tukeyOutliers(mostlyEqual)).toMatchObject({ counts: { 'high-severe': 1 } });
    expect(codes(tukeyOutliers(mostlyEqual))).toEqual(['ZERO_SPREAD']);
    const modified = modifiedZOutliers(mostlyEqual);
    expect(codes(modified)).toEqual(['ZERO_SPREAD']);
    expect(modified.classes[7]).toBe('high-severe');
    expect(modifiedZOutliers([4, 4, 4]).counts.normal).toBe(3);
  });

  test('too few or not a number: every class is unknown', () => {
    expect(tukeyOutliers([1, 2, 3])).toMatchObject({ counts: { unknown: 3 } });
    expect(codes(tukeyOutliers([1, 2, 3]))).toEqual(['TOO_FEW_SAMPLES']);
    expect(codes(modifiedZOutliers([1, 2, Number.NaN, 4]))).toEqual(['NON_FINITE']);
  });
});
