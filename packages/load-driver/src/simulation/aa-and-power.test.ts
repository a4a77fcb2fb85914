import type { Comparison, RunRecord, TrialRecord } from '@benchwright/result-schema';
import { binomialQuantile, createRandom } from '@benchwright/stats';
import { describe, expect, it } from 'vitest';
import { noiseOf, resolvableShare, trialsFor } from '../ceiling/resolution.js';
import { VirtualClock } from '../clock/virtual-clock.js';
import { runSuite } from '../run/run-suite.js';
import { ignoreEvents } from '../suite/events.js';
import { compareCells, compareTrialValues } from '../summarize/compare-cells.js';
import { summarizeRun } from '../summarize/summarize-run.js';
import { createSimulatedSuite, type SimulatedConfig } from '../test-support/simulated-suite.js';
import { headerFixture } from '../test-support/trial-fixture.js';

/** Of a calibration, by default. */
const ROUNDS = 12;

/**
 * Of p50 response times, from `doctor --calibrate`'s comparison of the null target with itself (8 at a time, trials of 1 s) on a virtual
 * machine of 2 cores with nobody else at work, 2026-11-21: docs/method.md has the series.
 */
const MEASURED_CV = 0.07;
/** Of mean response times and rates, from the same command on the same machine in a quiet hour: the median of three calibrations. */
const QUIET_CV = 0.0154;
const DEFAULT_TRIALS = 5;
/** So many comparisons tell a power of 90 % to ±0.9 points in 99 of 100 seeds. */
const PRECISE_REPEATS = 8_000;

const suite = createSimulatedSuite();

/** One whole run, from the plan to the comparison, as a user's would go. */
async function compareOnce(overlay: Partial<SimulatedConfig>, seed: number): Promise<Comparison> {
  const config = { ...(suite.config.schema.parse({}) as SimulatedConfig), ...overlay };
  const plan = suite.plan(config, seed);
  const clock = new VirtualClock();
  const trials: TrialRecord[] = [];
  const append = async (record: RunRecord): Promise<void> => {
    if (record.type !== 'trial') return;
    // Reading all seven distributions of 3000 trials back would be most of the test's time; one of them is compared.
    const { responseTimeNs } = record.distributions;
    trials.push({ ...record, distributions: responseTimeNs ? { responseTimeNs } : {} });
  };
  const { signal } = new AbortController();
  await clock.runUntil(
    runSuite({ suite, config, plan, runId: 'x', done: [], clock, events: ignoreEvents, signal, append }),
  );
  const header = headerFixture(plan.cells);
  const result = summarizeRun({ header, trials, finishedAt: null, outcome: 'completed' });
  return compareCells(result.cells[0]!, result.cells[1]!, 'responseTimeNs')!;
}

async function winners(repeats: number, overlay: Partial<SimulatedConfig>): Promise<(string | null)[]> {
  const found: (string | null)[] = [];
  for (let seed = 1; seed <= repeats; seed++) found.push((await compareOnce(overlay, seed)).winner);
  return found;
}

/** How often a slowdown is found when trials of the same round differ by this much: comparisons alone, thousands of them. */
function power(trials: number, trialSigma: number, slowdown: number, repeats = 1000): number {
  const random = createRandom(17);
  let found = 0;
  for (let i = 0; i < repeats; i++) {
    const values = (factor: number): number[] =>
      Array.from({ length: trials }, () => factor * Math.exp(random.nextNormal(0, trialSigma)));
    const comparison = compareTrialValues({
      metric: 'p50',
      like: { unit: 'ns', better: 'lower', statistic: 'p50' },
      base: { cell: 'a', perTrial: values(1) },
      head: { cell: 'b', perTrial: values(1 + slowdown) },
    });
    if (comparison?.winner === 'a') found++;
  }
  return found / repeats;
}

describe('A/A: the same target twice', () => {
  it('is "no measurable difference" in 95 % of 200 whole runs, whatever disturbs rounds and trials', async () => {
    const repeats = 200;
    const wrong = (await winners(repeats, {})).filter((winner) => winner !== null).length;
    // 5 % of wrong winners are what a 95 % interval promises; chance adds to that at most so many in 99 of 100 seeds.
    expect(wrong).toBeLessThanOrEqual(binomialQuantile(0.99, repeats, 0.05));
  }, 180_000);
});

describe('the trials that a calibration asks for', () => {
  // Expected: of 20,000 simulated calibrations each. Twelve rounds know the noise to a fifth: where they ask for too few trials, power is lost.
  it.each([
    { cv: 0.01, expected: 0.938 },
    { cv: 0.02, expected: 0.893 },
    { cv: 0.04, expected: 0.854 },
    { cv: MEASURED_CV, expected: 0.844 },
  ])(
    'find a slowdown of 5 percent in $expected of cases where trials differ by $cv, as the calibration itself is not exact',
    ({ cv, expected }) => {
      const random = createRandom(29);
      const values = (count: number, factor: number): number[] =>
        Array.from({ length: count }, () => factor * Math.exp(random.nextNormal(0, cv)));
      const repeats = 600;
      let found = 0;
      for (let i = 0; i < repeats; i++) {
        const trials = noiseOf(values(ROUNDS, 1), values(ROUNDS, 1), 5).trialsFor5Percent ?? 1000;
        const comparison = compareTrialValues({
          metric: 'p50',
          like: { unit: 'ns', better: 'lower', statistic: 'p50' },
          base: { cell: 'a', perTrial: values(trials, 1) },
          head: { cell: 'b', perTrial: values(trials, 1.05) },
        });
        if (comparison?.winner === 'a') found++;
      }
      // Three standard deviations of so many repeats.
      expect(Math.abs(found / repeats - expected)).toBeLessThan(0.045);
    },
  );
});

describe('a slowdown of 5 %', () => {
  it('is found in 90 % of whole runs of 5 trials where trials of one round differ by 1.5 %', async () => {
    const repeats = 60;
    const found = (await winners(repeats, { slowdown: 0.05 })).filter((winner) => winner === 'a').length;
    expect(found / repeats).toBeGreaterThanOrEqual(0.9);
  }, 180_000);

  it(`is found by the default number of trials at the noise that doctor measured in a quiet hour, ${QUIET_CV}`, () => {
    expect(power(DEFAULT_TRIALS, QUIET_CV, 0.05, PRECISE_REPEATS)).toBeGreaterThanOrEqual(0.9);
  });

  it(`needs more than the default number of trials at the noise that doctor measured, ${MEASURED_CV}: with those it asks for it is found nine times in ten`, () => {
    const trials = trialsFor(MEASURED_CV, 0.05)!;
    expect(trials).toBeGreaterThan(DEFAULT_TRIALS);
    expect(power(trials, MEASURED_CV, 0.05, PRECISE_REPEATS)).toBeGreaterThanOrEqual(0.9);
  });

  it('is too little for the default number of trials at that noise: what doctor says they find, they do', () => {
    const found = resolvableShare(MEASURED_CV, DEFAULT_TRIALS);
    expect(found).toBeGreaterThan(0.05);
    expect(Math.abs(power(DEFAULT_TRIALS, MEASURED_CV, found, PRECISE_REPEATS) - 0.9)).toBeLessThan(0.01);
  });

  it.each([
    { cv: 0.01, trials: 2 },
    { cv: 0.02, trials: 3 },
    { cv: 0.0175, trials: 5 },
    { cv: 0.025, trials: 8 },
    { cv: MEASURED_CV, trials: 46 },
  ])('at the share that doctor states for $trials trials at $cv is found in 90 ± 1 %', ({ cv, trials }) => {
    const found = power(trials, cv, resolvableShare(cv, trials), PRECISE_REPEATS);
    expect(Math.abs(found - 0.9)).toBeLessThan(0.01);
  });

  it('is found by the default number of trials up to a noise of 1.75 %, and no further', () => {
    expect(trialsFor(0.0175, 0.05)).toBe(DEFAULT_TRIALS);
    expect(trialsFor(0.018, 0.05)).toBe(DEFAULT_TRIALS + 1);
    expect(power(DEFAULT_TRIALS, 0.0175, 0.05, PRECISE_REPEATS)).toBeGreaterThanOrEqual(0.9);
    expect(power(DEFAULT_TRIALS, 0.018, 0.05, PRECISE_REPEATS)).toBeLessThan(0.9);
  });

  it.each([
    { trialSigma: 0.015, trials: 5 },
    { trialSigma: 0.02, trials: 6 },
    { trialSigma: 0.025, trials: 8 },
    { trialSigma: 0.03, trials: 11 },
    { trialSigma: 0.05, trials: 25 },
  ])('needs $trials trials for 90 % where trials differ by $trialSigma', ({ trialSigma, trials }) => {
    expect(power(trials, trialSigma, 0.05)).toBeGreaterThanOrEqual(0.89);
    if (trials > 5) expect(power(trials - 2, trialSigma, 0.05)).toBeLessThan(0.9);
  });
});
