import { metricName } from '../scale/metric-name.js';
import { BLANK, type Line, renderLines, type Span, type Style, span } from '../text/line.js';
import { paragraph } from '../text/paragraph.js';
import { type Column, leftOut, table } from '../text/table.js';
import { terminalSafe } from '../text/terminal-safe.js';
import type { ComparedRow, RunComparison } from './compare-replicates.js';
import { footnote, rowTexts, signed, verdictText } from './comparison-text.js';

export interface ComparisonViewOptions {
  /** Terminal columns that no line exceeds. Default 80. */
  readonly columns?: number;
  /** ANSI colours. Default false. */
  readonly color?: boolean;
}

const INDENT = 2;

const COLUMNS: readonly Column[] = [
  { title: 'metric', align: 'left', minWidth: 14 },
  { title: 'base', align: 'right', drop: 3 },
  { title: 'head', align: 'right', drop: 3 },
  { title: 'change', align: 'right' },
  { title: 'interval', align: 'right' },
  { title: 'p', align: 'right', drop: 2 },
  { title: 'q', align: 'right', drop: 4 },
  { title: 'effect', align: 'right', drop: 5 },
  { title: 'verdict', align: 'left' },
];

const VERDICT_STYLE: Readonly<Record<ComparedRow['verdict'], Style>> = {
  improved: 'good',
  regressed: 'bad',
  'within-noise': 'dim',
  inconclusive: 'warn',
};

/** The comparison as text, in the spirit of Go's benchstat: what changed first, then a table a cell, then what to be careful of. Pure. */
export function renderComparison(comparison: RunComparison, options: ComparisonViewOptions = {}): string {
  const columns = options.columns ?? 80;
  const { rows, warnings } = comparison;
  const cells = [...new Set(rows.map(({ cell }) => cell))];
  const tables = cells.map((cell) => cellRows(cell, rows));
  const lines: Line[] = [
    ...headline(comparison, columns),
    ...warnings.flatMap(({ code, text }) =>
      paragraph('  ! ', terminalSafe(`${text} [${code}]`), columns, 'warn'),
    ),
    ...cells.flatMap((cell, i) => [
      BLANK,
      [span(terminalSafe(cell), 'bold')],
      ...table(COLUMNS, tables[i]!, columns, INDENT),
    ]),
    ...geometricLines(comparison, columns),
    ...onlyLines('only in base', comparison.onlyInBase, columns),
    ...onlyLines('only in head', comparison.onlyInHead, columns),
    BLANK,
    ...leftOutLines(tables, columns),
    ...paragraph('', footnote(comparison), columns, 'dim'),
  ];
  return renderLines(lines, columns, options.color ?? false);
}

function headline(comparison: RunComparison, columns: number): Line[] {
  const { base, head } = comparison;
  const { verdict, regressed } = verdictText(comparison);
  return [
    ...paragraph('', verdict, columns, regressed ? 'bad' : 'bold'),
    ...paragraph('  base  ', terminalSafe(base), columns, 'dim'),
    ...paragraph('  head  ', terminalSafe(head), columns, 'dim'),
  ];
}

function cellRows(cell: string, rows: readonly ComparedRow[]): (string | Span)[][] {
  const ofCell = rows.filter((row) => row.cell === cell);
  const several = new Set(ofCell.map(({ metric }) => metric)).size < ofCell.length;
  return ofCell.map((row) => tableRow(row, several));
}

/** What the terminal was too narrow for, and where it stands. */
function leftOutLines(tables: readonly (readonly (string | Span)[][])[], columns: number): Line[] {
  const missing = new Set(tables.flatMap((rows) => leftOut(COLUMNS, rows, columns, INDENT)));
  if (missing.size === 0) return [];
  const names = COLUMNS.map(({ title }) => title).filter((title) => missing.has(title));
  const text = `${columns} columns are too few for ${names.join(', ')}: a wider terminal, -f markdown and -f json show them.`;
  return paragraph('', text, columns, 'dim');
}

function tableRow(row: ComparedRow, withStatistic: boolean): (string | Span)[] {
  const { metric, statistic, numbers, verdict } = rowTexts(row);
  return [
    withStatistic ? `${metric} ${terminalSafe(statistic)}` : metric,
    ...numbers,
    span(verdict, VERDICT_STYLE[row.verdict]),
  ];
}

function geometricLines({ geometricMeans }: RunComparison, columns: number): Line[] {
  if (geometricMeans.length === 0) return [];
  const rows = geometricMeans.map(({ metric, statistic, cells, change }) => [
    `${metricName(metric)} ${terminalSafe(statistic)}`,
    `${cells} cells`,
    signed(change),
  ]);
  const layout: Column[] = [
    { title: '', align: 'left', minWidth: 14 },
    { title: '', align: 'right' },
    { title: '', align: 'right' },
  ];
  return [BLANK, [span('geometric mean', 'bold')], ...table(layout, rows, columns, 2)];
}

function onlyLines(title: string, names: readonly string[], columns: number): Line[] {
  return names.length === 0
    ? []
    : [BLANK, ...paragraph(`${title}: `, terminalSafe(names.join(', ')), columns, 'dim')];
}
