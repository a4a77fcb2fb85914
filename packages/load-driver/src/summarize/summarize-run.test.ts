import { type PlanCell, runResultSchema } from '@benchwright/result-schema';
import { describe, expect, it } from 'vitest';
import { headerFixture, trialFixture } from '../test-support/trial-fixture.js';
import { compareCells, compareTrialValues } from './compare-cells.js';
import { summarizeRun } from './summarize-run.js';

const load = { model: 'iterations' as const, count: 100, concurrency: 1 };
const cells: PlanCell[] = ['a', 'b'].map((id) => ({
  id,
  factors: { name: id },
  trialLoads: [load, load, load],
}));

/** 100 answers around a centre, the same spread each time. */
const around = (centreNs: number): number[] => Array.from({ length: 100 }, (_, i) => centreNs + i * 1000);

function run(trials: ReturnType<typeof trialFixture>[]) {
  return summarizeRun({ header: headerFixture(cells), trials, finishedAt: null, outcome: 'completed' });
}

describe('summarizeRun', () => {
  it('merges buckets and moments over trials, and gives intervals over trials', () => {
    const result = run(
      [1e6, 1.1e6, 1.2e6].map((centre, trial) =>
        trialFixture({ cell: 'a', trial, responsesNs: around(centre) }),
      ),
    );
    const cell = result.cells[0]!;
    const metric = cell.metrics.responseTimeNs!;
    expect(runResultSchema.safeParse(result).error).toBeUndefined();
    expect(cell.counts).toMatchObject({ offered: 300, ok: 300 });
    expect(metric.n).toBe(3);
    expect(metric.perTrial?.map((v) => Math.round(v / 1e4))).toEqual([105, 115, 125]);
    expect(metric.mean).toBeCloseTo(1.1e6 + 49_500, 3);
    expect(metric.min).toBe(1e6);
    expect(metric.max).toBe(1.2e6 + 99_000);
    expect(metric.percentiles!['50']! / 1.1495e6).toBeCloseTo(1, 2);
    // Student t, 2 degrees of freedom, 95 %: 4.30265 · s/√3 with s ≈ 1e5.
    const [low, high] = metric.interval;
    expect((high! - low!) / 2 / ((4.30265 * 1e5) / Math.sqrt(3))).toBeCloseTo(1, 2);
    expect(cell.metrics.requestsPerSec?.estimate).toBeCloseTo(1000, 6);
    expect(cell.metrics.bodyBytes?.estimate).toBe(200);
  });

  it('shows no percentile above the highest value measured, over all trials or of one', () => {
    // The bucket of 1,234,567 ns reaches to 1,234,943.
    const trials = [0, 1, 2].map((trial) => trialFixture({ cell: 'a', trial, responsesNs: [1_234_567] }));
    const metric = run(trials).cells[0]!.metrics.responseTimeNs!;
    expect(metric.perTrial).toEqual([1_234_567, 1_234_567, 1_234_567]);
    expect(metric.percentiles).toMatchObject({ '50': 1_234_567, '99.9': 1_234_567 });
    expect(metric.percentileIntervals).toMatchObject({ '99': [1_234_567, 1_234_567] });
  });

  it('does not count an interrupted trial as a replicate, and says so', () => {
    const result = run([
      trialFixture({ cell: 'a', trial: 0, responsesNs: around(1e6) }),
      trialFixture({ cell: 'a', trial: 1, responsesNs: around(9e6), interrupted: true }),
    ]);
    const cell = result.cells[0]!;
    expect(cell).toMatchObject({ trials: 1, plannedTrials: 3, interruptedTrials: 1 });
    expect(cell.counts.ok).toBe(100);
    expect(cell.metrics.responseTimeNs!.max).toBeLessThan(2e6);
    expect(cell.metrics.responseTimeNs!.interval).toEqual([null, null]);
    expect(cell.validity.reasons.map((r) => r.code)).toContain('INTERRUPTED');
  });

  it('is invalid, and still a result, when nothing was answered', () => {
    const result = run([trialFixture({ cell: 'a', responsesNs: [], errors: { CONNECT_REFUSED: 10 } })]);
    expect(runResultSchema.safeParse(result).error).toBeUndefined();
    expect(result.validity.verdict).toBe('invalid');
    expect(result.cells[0]!.counts.errors).toEqual({ CONNECT_REFUSED: 10 });
    expect(result.cells[0]!.metrics.responseTimeNs).toBeUndefined();
    expect(result.cells[1]).toMatchObject({ id: 'b', trials: 0 });
  });

  it('warns when a percentile rests on too few requests', () => {
    const result = run([trialFixture({ cell: 'a', responsesNs: around(1e6) })]);
    expect(result.cells[0]!.metrics.responseTimeNs!.warnings).toContainEqual({
      code: 'TOO_FEW_SAMPLES',
      text: expect.stringContaining('p95 needs 200'),
    });
  });
});

describe('compareTrialValues', () => {
  const same = (unit: string) =>
    compareTrialValues({
      metric: 'x',
      like: { unit, better: 'lower', statistic: 'x' },
      base: { cell: 'a', perTrial: [1, 1, 1] },
      head: { cell: 'b', perTrial: [1, 1, 1] },
    })!.warnings.map(({ code }) => code);

  it('suspects the clock when times are all equal, but not when all requests succeeded', () => {
    expect(same('ns')).toEqual(['ZERO_VARIANCE']);
    expect(same('1/s')).toEqual(['ZERO_VARIANCE']);
    for (const unit of ['1', '%', 'B']) expect(same(unit)).toEqual([]);
  });
});

describe('compareCells', () => {
  const compare = (bCentres: number[]) => {
    const trials = [1e6, 1.5e6, 1.2e6].map((c, trial) =>
      trialFixture({ cell: 'a', trial, responsesNs: around(c) }),
    );
    trials.push(...bCentres.map((c, trial) => trialFixture({ cell: 'b', trial, responsesNs: around(c) })));
    const [a, b] = run(trials).cells;
    return compareCells(a!, b!, 'responseTimeNs')!;
  };

  it('names a winner when the paired difference excludes zero, although the cells overlap', () => {
    const comparison = compare([1.2e6, 1.71e6, 1.39e6]);
    expect(comparison.winner).toBe('a');
    expect(comparison.difference.estimate! / 2e5).toBeCloseTo(1, 1);
    expect(comparison.difference.interval[0]).toBeGreaterThan(0);
    expect(comparison.ratio.estimate).toBeGreaterThan(1.1);
  });

  it('names none when it does not', () => {
    expect(compare([1.2e6, 1.4e6, 1.2e6]).winner).toBeNull();
  });

  it('says nothing about cells whose trials do not pair', () => {
    const [a, b] = run([trialFixture({ cell: 'a', responsesNs: around(1e6) })]).cells;
    expect(compareCells(a!, b!, 'responseTimeNs')).toBeNull();
    expect(compareCells(a!, a!, 'noSuchMetric')).toBeNull();
  });
});
