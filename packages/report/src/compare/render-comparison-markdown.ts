import { markdownTable, markdownText } from '../markdown/markdown-text.js';
import { metricName } from '../scale/metric-name.js';
import type { ComparedRow, RunComparison } from './compare-replicates.js';
import { footnote, NUMBER_TITLES, rowTexts, signed, verdictText } from './comparison-text.js';

const MARK: Readonly<Record<ComparedRow['verdict'], string>> = {
  improved: '✅',
  regressed: '❌',
  'within-noise': '➖',
  inconclusive: '⚠️',
};

/**
 * The comparison for a GitHub job summary or a pull request: the verdict in the heading, warnings, a table a cell. Foreign text is
 * written as character references. GitHub-flavoured Markdown; pure.
 */
export function renderComparisonMarkdown(comparison: RunComparison): string {
  const { base, head, rows, warnings, geometricMeans, onlyInBase, onlyInHead } = comparison;
  const { verdict } = verdictText(comparison);
  const cells = [...new Set(rows.map(({ cell }) => cell))];
  const only = (title: string, names: readonly string[]): string =>
    names.length === 0 ? '' : `${title}: ${markdownText(names.join(', '))}`;
  const sections = [
    `## ${markOf(rows)} ${markdownText(verdict)}`,
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

/** The worst of the rows; nothing compared has shown nothing either. */
function markOf(rows: readonly ComparedRow[]): string {
  const has = (verdict: ComparedRow['verdict']): boolean => rows.some((row) => row.verdict === verdict);
  if (has('regressed')) return MARK.regressed;
  return rows.length === 0 || has('inconclusive') ? MARK.inconclusive : MARK.improved;
}

function cellTable(rows: readonly ComparedRow[]): string {
  return markdownTable(
    ['metric', ...NUMBER_TITLES, 'verdict'],
    ['-', ...NUMBER_TITLES.map(() => '-:' as const), '-'],
    rows.map((row) => {
      const { metric, statistic, numbers, verdict } = rowTexts(row);
      return [
        markdownText(`${metric} ${statistic}`),
        ...numbers.map(markdownText),
        `${MARK[row.verdict]} ${verdict}`,
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
