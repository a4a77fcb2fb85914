import { createRandom } from '@benchwright/stats';
import { describe, expect, it } from 'vitest';
import { resultFixture } from '../testing/fixtures.js';
import { type ComparedRow, compareReplicates } from './compare-replicates.js';
import { type MetricReplicates, type Replicates, replicatesOf } from './replicates.js';

const OPTIONS = { confidence: 0.95, noiseShare: 0.01, resolutionShare: 0.05 };

function metric(values: readonly number[], name = 'responseTimeNs', cell = 'get'): MetricReplicates {
  return { cell, metric: name, statistic: 'p50', unit: 'ns', better: 'lower', values };
}

function side(label: string, ...metrics: MetricReplicates[]): Replicates {
  return { label, tool: 'test', metrics, validity: null, environment: null };
}

function noisy(count: number, level: number, share: number, seed: string): number[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => level * Math.exp(random.nextNormal(0, share)));
}

function only({ rows }: { rows: readonly ComparedRow[] }): ComparedRow {
  expect(rows).toHaveLength(1);
  return rows[0]!;
}

describe('compareReplicates', () => {
  it('finds a lasting 5 % nine times in ten at 1.5 % noise, and nothing in an A/A comparison 95 times in 100', () => {
    let [found, falsely] = [0, 0];
    for (let seed = 0; seed < 200; seed++) {
      const base = side('base', metric(noisy(5, 100, 0.015, `base ${seed}`)));
      const slower = side('head', metric(noisy(5, 105, 0.015, `head ${seed}`)));
      const same = side('same', metric(noisy(5, 100, 0.015, `same ${seed}`)));
      if (only(compareReplicates(base, slower, OPTIONS)).verdict === 'regressed') found++;
      const { verdict } = only(compareReplicates(base, same, OPTIONS));
      if (verdict === 'regressed' || verdict === 'improved') falsely++;
    }
    expect(found).toBeGreaterThanOrEqual(180);
    expect(falsely).toBeLessThanOrEqual(10);
  });

  it('tests exactly where so few trials can show something, else by Welch: 5 and 5 reach 0.008, not 0.05 among 10 rows', () => {
    const rows = (count: number): MetricReplicates[] =>
      Array.from({ length: count }, (_, i) => metric(noisy(5, 100, 0.02, `${i}`), 'responseTimeNs', `c${i}`));
    const one = compareReplicates(side('a', ...rows(1)), side('b', ...rows(1)), OPTIONS);
    const ten = compareReplicates(side('a', ...rows(10)), side('b', ...rows(10)), OPTIONS);
    expect([one.test, ten.test]).toEqual(['mann-whitney', 'welch']);
  });

  it('says which way is better from the metric, and how far apart the trials lie', () => {
    const rate = {
      ...metric([100, 101, 99, 100, 102], 'requestsPerSec'),
      unit: '1/s',
      better: 'higher' as const,
    };
    const row = only(
      compareReplicates(side('a', rate), side('b', { ...rate, values: [120, 121, 119, 122, 120] }), OPTIONS),
    );
    expect(row).toMatchObject({ verdict: 'improved', effect: 1, pValue: 2 / 252 });
    expect(row.change.estimate).toBeCloseTo(0.199, 3);
  });

  it('calls noise what is significant but smaller than the noise allowed', () => {
    const [base, head] = [
      metric([100, 100.01, 100.02, 100.03, 100.04]),
      metric([100.5, 100.51, 100.52, 100.53, 100.54]),
    ];
    expect(only(compareReplicates(side('a', base), side('b', head), OPTIONS))).toMatchObject({
      verdict: 'within-noise',
    });
    const strict = { ...OPTIONS, noiseShare: 0 };
    expect(only(compareReplicates(side('a', base), side('b', head), strict))).toMatchObject({
      verdict: 'regressed',
    });
  });

  // R: power.t.test(delta = log(1.05), sd = 0.066456, power = 0.9) says 39.97; the approximation asks for one more.
  it('says how many trials would tell, where these do not', () => {
    const comparison = compareReplicates(
      side('a', metric([100, 108, 94])),
      side('b', metric([103, 97, 110])),
      OPTIONS,
    );
    expect(only(comparison)).toMatchObject({ verdict: 'inconclusive', trialsNeeded: 41 });
    expect(comparison.warnings.map(({ code }) => code)).toEqual(['ENVIRONMENT_UNKNOWN', 'TOO_FEW_TRIALS']);
  });

  it('makes no test of one trial, and no ratio of a base of zero', () => {
    const single = only(compareReplicates(side('a', metric([100])), side('b', metric([200])), OPTIONS));
    expect(single).toMatchObject({ verdict: 'inconclusive', trialsNeeded: null });
    const zero = only(compareReplicates(side('a', metric([0, 0, 0])), side('b', metric([0, 0, 0])), OPTIONS));
    expect(zero).toMatchObject({ change: { estimate: 0 } });
    expect(zero.verdict).not.toBe('regressed');
  });

  it('lists what only one side has, and never pairs different units', () => {
    const comparison = compareReplicates(
      side('a', metric([1, 2]), metric([1, 2], 'old')),
      side('b', { ...metric([1, 2]), unit: 'B' }, metric([1, 2], 'new')),
      OPTIONS,
    );
    expect(comparison.rows).toEqual([]);
    expect(comparison.onlyInBase).toEqual(['get responseTimeNs', 'get old']);
    expect(comparison.onlyInHead).toEqual(['get responseTimeNs', 'get new']);
  });

  it('takes the geometric mean over cells', () => {
    const values = [100, 100, 100];
    const cells = (factors: readonly number[]): MetricReplicates[] =>
      factors.map((factor, i) =>
        metric(
          values.map((v) => v * factor),
          'responseTimeNs',
          `c${i}`,
        ),
      );
    const { geometricMeans } = compareReplicates(
      side('a', ...cells([1, 1])),
      side('b', ...cells([2, 0.5])),
      OPTIONS,
    );
    expect(geometricMeans).toHaveLength(1);
    expect(geometricMeans[0]?.change).toBeCloseTo(0, 12);
  });
});

describe('rounds of one run', () => {
  const PAIRED = { ...OPTIONS, paired: true };
  /** Ten rounds on a machine whose speed wanders by a third from round to round, and sides that differ by a factor. */
  function rounds(factor: number, seed: string): [Replicates, Replicates] {
    const machine = noisy(10, 100, 0.3, `machine ${seed}`);
    const own = (side: string): number[] => noisy(10, 1, 0.01, `${side} ${seed}`);
    const [a, b] = [own('base'), own('head')];
    return [
      side('base', metric(machine.map((speed, i) => speed * a[i]!))),
      side('head', metric(machine.map((speed, i) => speed * b[i]! * factor))),
    ];
  }

  it('are compared pair by pair: a 5 % that the machine’s own wandering hides is found, and A/A finds nothing', () => {
    let [found, hidden, falsely] = [0, 0, 0];
    for (let seed = 0; seed < 100; seed++) {
      const [base, slower] = rounds(1.05, `${seed}`);
      const [one, same] = rounds(1, `aa ${seed}`);
      if (only(compareReplicates(base, slower, PAIRED)).verdict === 'regressed') found++;
      if (only(compareReplicates(base, slower, OPTIONS)).verdict === 'inconclusive') hidden++;
      const { verdict } = only(compareReplicates(one, same, PAIRED));
      if (verdict === 'regressed' || verdict === 'improved') falsely++;
    }
    expect(found).toBeGreaterThanOrEqual(98);
    expect(hidden).toBeGreaterThanOrEqual(90);
    expect(falsely).toBeLessThanOrEqual(5);
  });

  it('take Wilcoxon’s signed ranks where so few rounds can show something, else the paired t', () => {
    const [base, head] = rounds(1.05, 'test');
    const many = (one: Replicates): Replicates => ({
      ...one,
      metrics: Array.from({ length: 40 }, (_, i) => ({ ...one.metrics[0]!, cell: `c${i}` })),
    });
    expect(compareReplicates(base, head, PAIRED)).toMatchObject({ test: 'wilcoxon' });
    expect(only(compareReplicates(base, head, PAIRED)).pValue).toBe(2 / 2 ** 10);
    expect(compareReplicates(many(base), many(head), PAIRED).test).toBe('paired-t');
  });

  it('are not paired when a side lacks one, and that is said', () => {
    const [base, head] = rounds(1.05, 'short');
    const short = { ...head, metrics: head.metrics.map((one) => ({ ...one, values: one.values.slice(1) })) };
    const comparison = compareReplicates(base, short, PAIRED);
    expect(comparison.test).toBe('mann-whitney');
    expect(comparison.warnings.map(({ code }) => code)).toContain('NOT_PAIRED');
  });
});

describe('results of ours', () => {
  it('bring their verdict and their machine', () => {
    const valid = replicatesOf(resultFixture('real/result'), 'base');
    expect(valid.metrics.length).toBeGreaterThan(3);
    const itself = compareReplicates(valid, { ...valid, label: 'head' }, OPTIONS);
    expect(itself.rows.filter(({ verdict }) => verdict === 'improved' || verdict === 'regressed')).toEqual(
      [],
    );
    expect(itself.warnings.map(({ code }) => code)).not.toContain('ENVIRONMENT_UNKNOWN');

    const { environment } = valid;
    const elsewhere = { ...environment!, cpu: { ...environment!.cpu, model: 'another' } };
    const apart = compareReplicates(valid, { ...valid, environment: elsewhere }, OPTIONS);
    expect(apart.warnings.map(({ code, text }) => `${code} ${text}`).join('\n')).toMatch(
      /ENVIRONMENTS_DIFFER cpu.model/,
    );

    const invalid = replicatesOf(resultFixture('invalid-interrupted'), 'broken');
    expect(compareReplicates(valid, invalid, OPTIONS).warnings[1]?.text).toMatch(
      /^broken is invalid by itself/,
    );
  });
});
