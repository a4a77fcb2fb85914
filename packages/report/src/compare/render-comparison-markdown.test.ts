import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmTable } from 'micromark-extension-gfm-table';
import { expect, it } from 'vitest';
import { HOSTILE } from '../testing/fixtures.js';
import { compareReplicates } from './compare-replicates.js';
import { renderComparisonMarkdown } from './render-comparison-markdown.js';
import type { Replicates } from './replicates.js';

const side = (label: string, factor: number, cell: string): Replicates => ({
  label,
  tool: 'test',
  metrics: ['get', cell].map((name) => ({
    cell: name,
    metric: 'responseTimeNs',
    statistic: 'p50',
    unit: 'ns',
    better: 'lower',
    values: [0.99, 1, 1.01, 0.995, 1.005].map((spread) => spread * 1.5e6 * factor),
  })),
  warnings: [{ code: 'X', text: cell }],
  validity: null,
  environment: null,
});

function render(cell: string): string {
  const options = { confidence: 0.95, noiseShare: 0.01, resolutionShare: 0.05 };
  return renderComparisonMarkdown(compareReplicates(side(cell, 1, cell), side('head', 1.08, cell), options));
}

it('has the verdict in its heading and a table a cell', () => {
  const text = render('put');
  expect(text).toMatch(/^## ❌ 2 regressed\n/);
  expect(text).toMatch(/\| response time p50 \| 1.500 ms .*8.0 %.* \| ❌ regressed \|/);
  expect(text.match(/^### /gm)).toHaveLength(3);
});

it('lets nothing foreign become markup', () => {
  const tree = fromMarkdown(render(HOSTILE), {
    extensions: [gfmTable()],
    mdastExtensions: [gfmTableFromMarkdown()],
  });
  const text = JSON.stringify(tree);
  for (const type of ['html', 'link', 'image', 'emphasis', 'linkReference', 'definition']) {
    expect(text).not.toContain(`"type":"${type}"`);
  }
  expect(text.match(/"type":"table"/g)).toHaveLength(3);
});
