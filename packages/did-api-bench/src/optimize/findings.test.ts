import type { CellResult, Comparison, RunResult } from '@benchwright/result-schema';
import { describe, expect, it } from 'vitest';
import { findingsOf, helpedBy, togetherOf } from './findings.js';
import { METRIC, type OptimizeOperation } from './technique.js';
import { renderOptimizeText } from './text.js';

interface Difference {
  readonly server: string;
  readonly operation: OptimizeOperation;
  readonly metric?: string;
  readonly ratio: number;
  readonly pValue: number | null;
}

/** A comparison with an interval of ±2 %. */
function comparison({ server, operation, metric = METRIC.requests, ratio, pValue }: Difference): Comparison {
  const [base, head] = [`before/${operation}`, `${server}/${operation}`];
  const better = metric === METRIC.start ? 'lower' : 'higher';
  const isBetter = better === 'lower' ? ratio < 1 : ratio > 1;
  const shown = Math.abs(ratio - 1) > 0.02;
  return {
    metric,
    unit: metric === METRIC.start ? 'ns' : '1/s',
    better,
    statistic: 'rate',
    base: { cell: base, estimate: 1000 },
    head: { cell: head, estimate: 1000 * ratio },
    difference: { estimate: 1000 * (ratio - 1), interval: [null, null] },
    ratio: { estimate: ratio, interval: [ratio - 0.02, ratio + 0.02] },
    confidence: 0.95,
    n: 10,
    method: 'test',
    pValue,
    winner: shown ? (isBetter ? head : base) : null,
    warnings: [],
  };
}

function resultOf(differences: readonly Difference[], invalid: readonly string[] = []): RunResult {
  const comparisons = differences.map(comparison);
  const ids = [...new Set(comparisons.flatMap(({ base, head }) => [base.cell, head.cell]))];
  const cells = ids.map((id) => ({
    id,
    metrics: {},
    validity: invalid.includes(id)
      ? { verdict: 'invalid', reasons: [{ code: 'ERRORS', text: 'half of the requests failed', hint: '' }] }
      : { verdict: 'valid', reasons: [] },
  })) as unknown as CellResult[];
  const config = { techniques: ['cache', 'index', 'gzip', 'imports', 'redis', 'pool'], store: 'database' };
  return { cells, comparisons, run: { config } } as unknown as RunResult;
}

const verify = { operation: 'verify' } as const;

describe('findings', () => {
  it('judge each technique by its own figure alone', () => {
    const result = resultOf([
      { ...verify, server: 'cache', ratio: 2, pValue: 0.001 },
      { ...verify, server: 'index', ratio: 1.01, pValue: 0.3 },
      { server: 'gzip', operation: 'list', ratio: 0.8, pValue: 0.002 },
      { server: 'imports', operation: 'health', metric: METRIC.start, ratio: 0.9, pValue: 0.001 },
      // Not what a cache is for: no reason to praise it.
      { server: 'cache', operation: 'health', ratio: 3, pValue: 0.0001 },
    ]);
    const findings = findingsOf(result);
    expect(findings.map(({ technique, verdict }) => [technique, verdict])).toEqual([
      ['cache', 'helped'],
      ['index', 'no difference shown'],
      ['gzip', 'harmed'],
      ['imports', 'helped'],
    ]);
    expect(helpedBy(findings)).toEqual(['cache', 'imports']);
  });

  it('correct for how many techniques were tried', () => {
    // 0.04 alone would do; among five of which the others are noise it does not.
    const alone = resultOf([{ ...verify, server: 'cache', ratio: 1.1, pValue: 0.04 }]);
    expect(findingsOf(alone)[0]).toMatchObject({ verdict: 'helped', qValue: 0.04 });
    const among = resultOf([
      { ...verify, server: 'cache', ratio: 1.1, pValue: 0.04 },
      { ...verify, server: 'index', ratio: 1, pValue: 0.6 },
      { ...verify, server: 'queries', ratio: 1, pValue: 0.7 },
      { server: 'hashing', operation: 'generate', ratio: 1, pValue: 0.8 },
      { server: 'membership', operation: 'generate', ratio: 1, pValue: 0.9 },
    ]);
    expect(findingsOf(among)[0]).toMatchObject({ verdict: 'no difference shown', qValue: 0.2 });
  });

  it('what is worse elsewhere is said, with a correction of its own', () => {
    const result = resultOf([
      { ...verify, server: 'cache', ratio: 2, pValue: 0.001 },
      { server: 'cache', operation: 'generate', ratio: 0.7, pValue: 0.0001 },
      { server: 'cache', operation: 'list', ratio: 0.95, pValue: 0.2 },
    ]);
    const [cache] = findingsOf(result);
    expect(cache?.sideEffects.map(({ head }) => head.cell)).toEqual(['cache/generate']);
    expect(renderOptimizeText(result)).toContain(
      'At the cost of something else\n  cache lookups (LRU): DID generation −30 %',
    );
  });

  it('an invalid cell neither helps nor harms', () => {
    const result = resultOf([{ ...verify, server: 'cache', ratio: 5, pValue: 1e-9 }], ['cache/verify']);
    expect(findingsOf(result)[0]).toMatchObject({
      verdict: 'not judged',
      reason: expect.stringContaining('failed'),
    });
    expect(helpedBy(findingsOf(result))).toEqual([]);
    expect(renderOptimizeText(result)).toContain('Of 2 cells, 0 are suspect and 1 invalid: ERRORS.');
  });

  it('rounds that scatter too much judge nothing: other work need not slow both servers alike', () => {
    const result = resultOf([{ ...verify, server: 'queries', ratio: 0.65, pValue: 0.015 }]);
    const rounds = (perTrial: readonly number[]) => {
      for (const cell of result.cells) Object.assign(cell, { metrics: { [METRIC.requests]: { perTrial } } });
      return findingsOf(result)[0]!;
    };
    expect(rounds([173, 189, 180, 184, 166])).toMatchObject({ verdict: 'harmed' });
    expect(rounds([75, 114, 32, 141, 44, 60, 58, 59, 105, 54])).toMatchObject({
      verdict: 'not judged',
      reason: expect.stringMatching(/^before\/verify: its rounds scatter by 4\d % \(limit 25 %\)/),
    });
  });

  it('a request with ten verifications is not held against one with one', () => {
    const result = resultOf([
      { ...verify, server: 'batch', metric: METRIC.verifications, ratio: 1.5, pValue: 0.001 },
      { ...verify, server: 'batch', ratio: 0.15, pValue: 1e-9 },
    ]);
    expect(findingsOf(result)).toMatchObject([{ technique: 'batch', verdict: 'helped', sideEffects: [] }]);
  });

  it('one round has no p-value, and shows nothing', () => {
    const result = resultOf([{ ...verify, server: 'cache', ratio: 5, pValue: null }]);
    expect(findingsOf(result)[0]).toMatchObject({ verdict: 'no difference shown', qValue: null });
  });
});

describe('the text', () => {
  it('says what helped, what did not, what was not tried and why', () => {
    const text = renderOptimizeText(
      resultOf([
        { ...verify, server: 'cache', ratio: 2, pValue: 0.001 },
        { ...verify, server: 'index', ratio: 1.01, pValue: 0.3 },
        { server: 'gzip', operation: 'list', ratio: 0.8, pValue: 0.002 },
      ]),
    );
    expect(text).toContain('Worth it here\n  cache lookups (LRU): verification +100 % (+98 % … +102 %)');
    expect(text).toContain(
      'No difference here: less than 10 % either way\n  index what is searched by: verification between −1.0 % and +3.0 %',
    );
    expect(text).toContain('Made it worse here\n  gzip answers from 1000 bytes');
    expect(text).toContain('cache lookups (Redis): needs a Redis: give --redis-url');
    expect(text).toContain('pool 10 connections, not 1: the embedded database has one connection');
    expect(text).toContain('set for membership, not array: not asked for');
    expect(text).toContain('corrected for 3');
    expect(text).toMatch(
      /verification, \/s +before +after .*\n\+ cache.*\n {2}index.*\n\n {2}list of .*\n− gzip/,
    );
    for (const line of text.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
  });

  it('tells what hardly makes a difference from what nobody can tell yet, and what is not measured to its end', () => {
    const result = resultOf([{ ...verify, server: 'cache', ratio: 1.3, pValue: 0.3 }]);
    const text = renderOptimizeText(result);
    expect(text).toContain(
      'not settled: more rounds would tell\n  cache lookups (LRU): verification between +28 %',
    );
    expect(text).not.toContain('less than 10 % either way');
    expect(text).toContain('index what is searched by: its rounds are not whole: go on with --resume');
  });

  it('of what helped together shows every operation', () => {
    const result = resultOf([
      { ...verify, server: 'together', metric: METRIC.verifications, ratio: 4, pValue: 0.001 },
      { ...verify, server: 'together', ratio: 0.4, pValue: 0.001 },
      { server: 'together', operation: 'health', ratio: 1, pValue: 0.9 },
    ]);
    expect(findingsOf(result)).toEqual([]);
    expect(togetherOf(result).map(({ metric }) => metric)).toEqual([METRIC.verifications, METRIC.requests]);
    const text = renderOptimizeText({ ...result, run: { ...result.run, config: { techniques: [] } } });
    expect(text).toMatch(/^All that helped, together\n/);
    expect(text).toMatch(/verifications .*\+300 %.*better/);
    expect(text).toMatch(/health check .*−2\.0 % … \+2\.0 %\n/);
  });
});
