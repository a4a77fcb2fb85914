import type { Calibration, Comparison } from '@benchwright/result-schema';
import { describe, expect, it } from 'vitest';
import { floorShare } from '../ceiling/resolution.js';
import { headerFixture, trialFixture } from '../test-support/trial-fixture.js';
import { compareCells, compareTrialValues } from './compare-cells.js';
import { holdAgainstNoise } from './noise-floor.js';
import { summarizeRun } from './summarize-run.js';

function calibrationOf(cv: number): Calibration {
  const noise = {
    cv,
    floorShare: floorShare(cv, 5),
    resolvableShare: 0.05,
    trialsFor1Percent: null,
    trialsFor5Percent: 5,
    different: false,
  };
  return {
    schemaVersion: 1,
    at: '2026-11-20T01:02:03.000Z',
    fingerprint: '0123456789abcdef',
    environment: null,
    ceilings: [],
    noise: {
      concurrency: 8,
      rounds: 12,
      trialDurationNs: 1e9,
      trials: 5,
      metrics: { responseTimeP50Ns: noise },
    },
  };
}

/** Five rounds in which b is slower by a share, and nothing else differs. */
function slowerBy(share: number, metric = 'responseTimeNs', statistic = 'p50, mean over trials'): Comparison {
  const base = [1e6, 1.01e6, 0.99e6, 1.02e6, 1e6];
  return compareTrialValues({
    metric,
    like: { unit: 'ns', better: 'lower', statistic },
    base: { cell: 'a', perTrial: base },
    head: { cell: 'b', perTrial: base.map((ns) => ns * (1 + share)) },
  })!;
}

describe('holdAgainstNoise', () => {
  it('takes a winner back whose lead the machine alone explains, and says so', () => {
    const comparison = slowerBy(0.02);
    expect(comparison.winner).toBe('a');
    const [held] = holdAgainstNoise([comparison], calibrationOf(0.018));
    expect(held?.winner).toBeNull();
    expect(held?.warnings.at(-1)).toMatchObject({
      code: 'BELOW_NOISE_FLOOR',
      text: expect.stringMatching(
        /a difference of 2\.0 % .* up to 3\.2 % with 5 trials \(calibration of 2026-11-20\)/,
      ),
    });
  });

  it.each([
    ['a larger lead', slowerBy(0.05), calibrationOf(0.018)],
    ['a quieter machine', slowerBy(0.02), calibrationOf(0.005)],
    [
      'a metric that was not calibrated',
      slowerBy(0.02, 'targetCpuNs', 'CPU time per request'),
      calibrationOf(0.018),
    ],
    ['a statistic that was not calibrated', slowerBy(0.02, 'responseTimeNs', 'p99'), calibrationOf(0.018)],
    ['no calibration', slowerBy(0.02), null],
  ])('leaves %s alone', (_what, comparison, calibration) => {
    expect(holdAgainstNoise([comparison], calibration)).toEqual([comparison]);
  });
});

it('a result says which calibration its comparisons were held against', () => {
  const load = { model: 'iterations' as const, count: 50, concurrency: 1 };
  const cells = ['a', 'b'].map((id) => ({ id, factors: {}, trialLoads: [load, load, load] }));
  const trials = cells.flatMap(({ id }) =>
    [0, 1, 2].map((trial) => {
      const ns = (id === 'a' ? 1e6 : 1.02e6) * (1 + trial / 10);
      return trialFixture({ cell: id, trial, responsesNs: Array.from({ length: 50 }, () => ns) });
    }),
  );
  const calibration = calibrationOf(0.02);
  const result = summarizeRun(
    { header: headerFixture(cells), trials, calibration, finishedAt: null, outcome: 'completed' },
    { compare: ([a, b]) => [compareCells(a!, b!, 'responseTimeNs')!] },
  );
  expect(result.calibration).toEqual({
    at: calibration.at,
    fingerprint: calibration.fingerprint,
    noise: calibration.noise,
  });
  expect(result.comparisons[0]).toMatchObject({ winner: null, warnings: [{ code: 'BELOW_NOISE_FLOOR' }] });
});
