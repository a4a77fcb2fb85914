import { describe, expect, it } from 'vitest';
import { HOSTILE, testdataPath } from '../testing/fixtures.js';
import { displayWidth } from '../text/width.js';
import { type ComparedRow, compareReplicates } from './compare-replicates.js';
import { renderComparison } from './render-comparison.js';
import type { MetricReplicates, Replicates } from './replicates.js';

function metrics(factor: number): MetricReplicates[] {
  const spread = [0.99, 1, 1.01, 0.995, 1.005];
  const of = (cell: string, level: number): MetricReplicates[] => [
    {
      cell,
      metric: 'responseTimeNs',
      statistic: 'p50',
      unit: 'ns',
      better: 'lower',
      values: spread.map((s) => s * level * factor),
    },
    {
      cell,
      metric: 'requestsPerSec',
      statistic: 'rate',
      unit: '1/s',
      better: 'higher',
      values: spread.map((s) => (s * 1e9) / level),
    },
    {
      cell,
      metric: 'errorShare',
      statistic: 'share',
      unit: '1',
      better: 'lower',
      values: spread.map(() => 0),
    },
  ];
  return [...of('get', 1.5e6), ...of('put', 4e6)];
}

const side = (label: string, factor: number): Replicates => ({
  label,
  tool: 'test',
  metrics: metrics(factor),
  validity: null,
  environment: null,
});

const comparison = compareReplicates(side('results/base', 1), side('results/head', 1.08), {
  confidence: 0.95,
  noiseShare: 0.01,
  resolutionShare: 0.05,
});

describe('renderComparison', () => {
  it.each([80, 120])('reads as the golden text in %i columns', async (columns) => {
    const text = renderComparison(comparison, { columns });
    for (const line of text.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(columns);
    await expect(text).toMatchFileSnapshot(testdataPath(`golden/comparison-${columns}.txt`));
  });

  it('lets no label reach the terminal as control characters', () => {
    const text = renderComparison({ ...comparison, base: HOSTILE, onlyInHead: [HOSTILE] });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not be there
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  });

  it('says first that nothing changed, where nothing did', () => {
    const rows: ComparedRow[] = comparison.rows.map((row) => ({ ...row, verdict: 'inconclusive' }));
    const quiet = renderComparison({ ...comparison, rows });
    expect(quiet).toMatch(new RegExp(`^no measurable difference: ${rows.length} inconclusive\n`));
    const changed = rows.with(0, { ...rows[0]!, verdict: 'improved' });
    expect(renderComparison({ ...comparison, rows: changed })).toMatch(/^1 improved, /);
  });

  it('says when there is nothing to compare', () => {
    expect(renderComparison({ ...comparison, rows: [], geometricMeans: [] })).toMatch(/nothing to compare/);
  });
});
