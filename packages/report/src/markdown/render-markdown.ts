import type { CellResult, Metric, RunResult, SloResult } from '@benchwright/result-schema';
import {
  type CellPair,
  cellPairs,
  cellRatio,
  differenceText,
  ratioText,
} from '../compare/cell-comparison.js';
import { groupReasons } from '../console/group-reasons.js';
import { machineText, runExtent } from '../console/run-facts.js';
import { metricName, shownUnit } from '../scale/metric-name.js';
import { formatCount, formatIn, formatValue, scaleFor, withUnit } from '../scale/scale.js';
import { shellQuote } from '../text/shell-quote.js';
import { terminalSafe } from '../text/terminal-safe.js';
import { codeBlock, markdownTable, markdownText } from './markdown-text.js';

const MARK = { valid: '✅', suspect: '⚠️', invalid: '❌' } as const;
const SLO_MARK = { pass: '✅', fail: '❌', 'not-shown': '⚠️', 'no-data': '❌' } as const;

/**
 * A result for a GitHub job summary, a pull request or a wiki: verdict and reasons, SLOs, cells, comparisons, every metric in
 * a fold, machine and command. Foreign text is written as character references. GitHub-flavoured Markdown; pure.
 */
export function renderMarkdown(result: RunResult): string {
  const { validity, suite, slos, cells, comparisons } = result;
  const reasons = groupReasons(validity.reasons, cells);
  const told = new Set(reasons.flatMap((group) => group.told.map(({ code, text }) => `${code} ${text}`)));
  const sections = [
    `## ${MARK[validity.verdict]} ${markdownText(suite)}: ${validity.verdict}`,
    markdownText(runExtent(result)),
    outcomeText(result),
    reasons.map(reasonLine).join('\n'),
    slos.length > 0 ? sloTable(slos) : '',
    cells.length > 0 ? cellTable(cells) : '',
    ...cellPairs(comparisons).map(comparisonTable),
    ...cells.map((cell) => metricFold(cell, told)),
    originFold(result),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function outcomeText({ run }: RunResult): string {
  return run.outcome === 'completed'
    ? ''
    : `**The run was ${run.outcome}**: figures rest on what was measured before.`;
}

function reasonLine({ verdict, text, code, hint }: RunResult['validity']['reasons'][number]): string {
  const advice = hint === '' ? '' : ` — ${markdownText(hint)}`;
  return `- **${verdict}** ${markdownText(text)} (\`${code.replaceAll(/[^\w-]/g, '')}\`)${advice}`;
}

function sloTable(slos: readonly SloResult[]): string {
  const rows = slos.map(({ id, cell, outcome, text, severity, why }) => [
    severity === 'warn' && outcome !== 'pass'
      ? `${SLO_MARK['not-shown']} ${outcome} (warning)`
      : `${SLO_MARK[outcome]} ${outcome}`,
    markdownText(id),
    markdownText(cell),
    markdownText(why === undefined ? text : `${text} (${why})`),
  ]);
  return `### SLOs\n\n${markdownTable(['outcome', 'SLO', 'cell', 'measured'], ['-', '-', '-', '-'], rows)}`;
}

const HEADLINES: readonly (readonly [
  title: string,
  unit: string,
  of: (cell: CellResult) => number | null,
])[] = [
  ['sustained', '1/s', ({ metrics }) => metrics.sustainedPerSec?.estimate ?? null],
  ['requests', '1/s', ({ metrics }) => metrics.requestsPerSec?.estimate ?? null],
  ['p50', 'ns', ({ metrics }) => metrics.responseTimeNs?.percentiles?.['50'] ?? null],
  ['p99', 'ns', ({ metrics }) => metrics.responseTimeNs?.percentiles?.['99'] ?? null],
];

function cellTable(cells: readonly CellResult[]): string {
  const columns = HEADLINES.map(([title, unit, of]) => {
    const values = cells.map(of);
    return { title, values, scale: scaleFor(unit, values) };
  }).filter(({ values }) => values.some((value) => value !== null));
  const rows = cells.map((cell, row) => [
    markdownText(cell.id),
    ...columns.map(({ values, scale }) => formatIn(scale, values[row] ?? null)),
    formatCount(cell.counts.ok),
    formatCount(cell.counts.failed),
    formatCount(cell.counts.dropped),
    `${MARK[cell.validity.verdict]} ${cell.validity.verdict}`,
  ]);
  const head = [
    'cell',
    ...columns.map(({ title, scale }) => `${title} ${scale.unit}`),
    'ok',
    'failed',
    'dropped',
    'verdict',
  ];
  return `### Cells\n\n${markdownTable(head, ['-', ...columns.map(() => '-:' as const), '-:', '-:', '-:', '-'], rows)}`;
}

function comparisonTable({ comparisons, ...cells }: CellPair): string {
  const [base, head] = [markdownText(cells.base), markdownText(cells.head)];
  const rows = comparisons.map((comparison) => {
    const { metric, statistic, unit, difference, winner, base: b, head: h } = comparison;
    const shown = shownUnit(metric, unit);
    return [
      `${markdownText(metricName(metric))} (${markdownText(statistic)})`,
      markdownText(formatValue(shown, b.estimate)),
      markdownText(formatValue(shown, h.estimate)),
      ratioText(cellRatio(comparison).estimate) ?? '–',
      markdownText(differenceText(shown, difference.interval)),
      winner === null ? 'no measurable difference' : `**${markdownText(winner)}**`,
    ];
  });
  const columns = ['metric', base, head, 'change', 'interval of the difference', 'better'];
  return `### ${head} against ${base}\n\n${markdownTable(columns, ['-', '-:', '-:', '-:', '-:', '-'], rows)}`;
}

function intervalText(unit: string, [low, high]: Metric['interval']): string {
  const scale = scaleFor(unit, [low, high]);
  return withUnit(`[${formatIn(scale, low ?? -Infinity)}, ${formatIn(scale, high ?? Infinity)}]`, scale.unit);
}

/** Every figure of a cell, and the reasons that were only counted above. */
function metricFold(cell: CellResult, told: ReadonlySet<string>): string {
  const rows = Object.entries(cell.metrics).map(([key, metric]) => {
    const unit = shownUnit(key, metric.unit);
    return [
      markdownText(metricName(key)),
      markdownText(formatValue(unit, metric.estimate)),
      markdownText(intervalText(unit, metric.interval)),
      `${(metric.confidence * 100).toFixed(1)} %`,
      String(metric.n),
      markdownText(metric.statistic),
    ];
  });
  const table = markdownTable(
    ['metric', 'estimate', 'interval', 'confidence', 'n', 'of'],
    ['-', '-:', '-:', '-:', '-:', '-'],
    rows,
  );
  const others = cell.validity.reasons.filter(({ code, text }) => !told.has(`${code} ${cell.id}: ${text}`));
  const body = [table, others.map(reasonLine).join('\n')].filter((part) => part !== '').join('\n\n');
  return `<details><summary>Every metric of ${markdownText(cell.id)}</summary>\n\n${body}\n\n</details>`;
}

function originFold({ environment, run }: RunResult): string {
  const command = run.command.map((word) => shellQuote(terminalSafe(word))).join(' ');
  const facts = `Run ${run.id}, seed ${run.seed}, ${run.startedAt}.`;
  return `<details><summary>Machine and command</summary>\n\n${markdownText(machineText(environment))}\n\n${markdownText(facts)}\n\n${codeBlock(command)}\n\n</details>`;
}
