import { markdownTable, markdownText } from '../markdown/markdown-text.js';
import { metricName } from '../scale/metric-name.js';
import type { ComparedRow, RunComparison } from './compare-replicates.js';
import { footnote, intervalText, probability, sideText, signed, verdictText } from './comparison-text.js';

const MARK: Readonly<Record<ComparedRow['verdict'], string>> = {
  improved: '✅',
  regressed: '❌',
  'within-noise': '➖',
  inconclusive: '⚠️',
};

const HEAD = ['metric', 'base', 'head', 'change', 'interval', 'p', 'q', 'effect', 'verdict'] as const;
const ALIGNS = ['-', '-:', '-:', '-:', '-:', '-:', '-:', '-:', '-'] as const;

/**
 * The comparison for a GitHub job summary or a pull request: the verdict in the heading, warnings, a table a cell. Foreign text is
 * written as character references. GitHub-flavoured Markdown; pure.
 */
export function renderComparisonMarkdown(comparison: RunComparison): string {
  const { base, head, rows, warnings, geometricMeans, onlyInBase, onlyInHead } = comparison;
  const { verdict, regressed } = verdictText(comparison);
  const cells = [...new Set(rows.map(({ cell }) => cell))];
  const only = (title: string, names: readonly string[]): string =>
    names.length === 0 ? '' : `${title}: ${markdownText(names.join(', '))}`;
  const sections = [
    `## ${regressed ? MARK.regressed : rows.length === 0 ? MARK.inconclusive : MARK.improved} ${markdownText(verdict)}`,
    `base: ${markdownText(base)}  \nhead: ${markdownText(head)}`,
    warnings
      .map(({ code, text }) => `- ⚠️ ${markdownText(text)} (\`${code.replaceAll(/[^\w-]/g, '')}\`)`)
      .join('\n'),
    ...cells.map(
      (cell) => `### ${markdownText(cell)}\n\n${cellTable(rows.filter((row) => row.cell === cell))}`,
    ),
    geometricMeans.length === 0 ? '' : `### geometric mean\n\n${meansTable(geometricMeans)}`,
    only('Only in base', onlyInBase),
    only('Only in head', onlyInHead),
    markdownText(footnote(comparison)),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function cellTable(rows: readonly ComparedRow[]): string {
  return markdownTable(
    HEAD,
    ALIGNS,
    rows.map((row) => {
      const side = sideText(row);
      const { metric, statistic, base, head, change, pValue, qValue, effect, verdict } = row;
      const numbers = [
        side(base),
        side(head),
        signed(change.estimate),
        intervalText(change.interval),
        probability(pValue),
        probability(qValue),
        Number.isNaN(effect) ? '' : effect.toFixed(2),
      ];
      return [
        markdownText(`${metricName(metric)} ${statistic}`),
        ...numbers.map(markdownText),
        `${MARK[verdict]} ${verdict.replace('-', ' ')}`,
      ];
    }),
  );
}

function meansTable(means: RunComparison['geometricMeans']): string {
  return markdownTable(
    ['metric', 'cells', 'change'],
    ['-', '-:', '-:'],
    means.map(({ metric, statistic, cells, change }) => [
      markdownText(`${metricName(metric)} ${statistic}`),
      String(cells),
      markdownText(signed(change)),
    ]),
  );
}
