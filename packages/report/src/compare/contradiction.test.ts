import type { Comparison, RunResult } from '@benchwright/result-schema';
import { expect, it } from 'vitest';
import { renderConsole } from '../console/render-console.js';
import { renderHtml } from '../html/render-html.js';
import { reportInputOf } from '../input/report-input.js';
import { renderMarkdown } from '../markdown/render-markdown.js';
import { resultFixture } from '../testing/fixtures.js';
import { compareReplicates } from './compare-replicates.js';
import { renderComparison } from './render-comparison.js';
import { renderComparisonMarkdown } from './render-comparison-markdown.js';
import type { Replicates } from './replicates.js';

/** Head's arithmetic mean is lower (6 against 8.5 ms), its geometric mean higher (6 against 4 ms). */
const BASE = [1e6, 16e6, 1e6, 16e6];
const HEAD = [6e6, 6e6, 6e6, 6e6];

function side(label: string, values: readonly number[]): Replicates {
  const metric = {
    cell: 'get',
    metric: 'responseTimeNs',
    statistic: 'p50',
    unit: 'ns',
    better: 'lower',
  } as const;
  return { label, tool: 'test', metrics: [{ ...metric, values }], validity: null, environment: null };
}

const OPTIONS = { confidence: 0.95, noiseShare: 0.01, resolutionShare: 0.05 };

it.each([true, false])('compare: the change is that of the means shown (paired: %s)', (paired) => {
  const comparison = compareReplicates(side('a', BASE), side('b', HEAD), { ...OPTIONS, paired });
  const [row] = comparison.rows;
  expect(row).toMatchObject({ means: 'geometric' });
  expect([row!.base.mean / 1e6, row!.head.mean / 1e6, row!.change.estimate]).toEqual([
    expect.closeTo(4, 9),
    expect.closeTo(6, 9),
    expect.closeTo(0.5, 9),
  ]);
  for (const text of [renderComparison(comparison, { columns: 120 }), renderComparisonMarkdown(comparison)]) {
    expect(text).toMatch(/4\.000 ms ±.*6\.000 ms ±0 %.*(?:\+|&#43;)50 %/);
    expect(text).toMatch(/base and head are geometric means of the trials/);
  }
});

it('compare: where a value is not above zero, arithmetic means and their change', () => {
  const comparison = compareReplicates(side('a', [0, 4e6, 2e6]), side('b', [1e6, 5e6, 3e6]), OPTIONS);
  expect(comparison.rows[0]).toMatchObject({ means: 'arithmetic', base: { mean: 2e6 }, head: { mean: 3e6 } });
  expect(comparison.rows[0]?.change.estimate).toBeCloseTo(0.5, 12);
  expect(renderComparison(comparison)).toMatch(/base and head are means of the trials/);
});

it('compare: an outlier that draws the mean one way while every other trial lies on the other is no change', () => {
  const base = Array.from({ length: 10 }, (_, i) => 10e6 + i);
  const head = Array.from({ length: 10 }, (_, i) => (i === 0 ? 1000e6 : 9e6 + i));
  const [row] = compareReplicates(side('a', base), side('b', head), OPTIONS).rows;
  expect(row?.change.estimate).toBeGreaterThan(0.3);
  expect(row?.effect).toBeCloseTo(-0.8, 12);
  expect(row?.qValue).toBeLessThan(0.01);
  expect(row?.verdict).toBe('inconclusive');
});

/** As a build stored it that kept the ratio of geometric means: 1.5, beside means of 8.5 and 6 ms. */
const STORED: Comparison = {
  metric: 'responseTimeNs',
  unit: 'ns',
  better: 'lower',
  statistic: 'p50',
  base: { cell: 'rest', estimate: 8.5e6 },
  head: { cell: 'grpc', estimate: 6e6 },
  difference: { estimate: -2.5e6, interval: [-11.5e6, 6.5e6] },
  ratio: { estimate: 1.5, interval: [1.2, 1.9] },
  confidence: 0.95,
  n: 4,
  method: 'mean difference, paired t; geometric mean ratio, paired t of logarithms',
  pValue: 0.4,
  winner: null,
  warnings: [],
};

it('cells of a run: no view shows a change that contradicts the means beside it', () => {
  const result: RunResult = { ...resultFixture('two-cells'), comparisons: [STORED] };
  const html = renderHtml([reportInputOf(result)]);
  for (const text of [renderConsole(result, { columns: 120 }), renderMarkdown(result), html]) {
    expect(text).toContain('-29.4 %');
    expect(text).not.toContain('+50.0 %');
  }
  expect(html).not.toContain('+20');
});
