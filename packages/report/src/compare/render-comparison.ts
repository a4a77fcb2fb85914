import { metricName, shownUnit } from '../scale/metric-name.js';
import { formatIn, scaleFor, withUnit } from '../scale/scale.js';
import { BLANK, type Line, renderLines, type Span, type Style, span } from '../text/line.js';
import { paragraph } from '../text/paragraph.js';
import { type Column, table } from '../text/table.js';
import { terminalSafe } from '../text/terminal-safe.js';
import type { ComparedSide } from './compare-metric.js';
import type { ComparedRow, RunComparison } from './compare-replicates.js';

export interface ComparisonViewOptions {
  /** Terminal columns that no line exceeds. Default 80. */
  readonly columns?: number;
  /** ANSI colours. Default false. */
  readonly color?: boolean;
}

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

const TEST_NAME = { 'mann-whitney': 'exact Mann–Whitney', welch: 'Welch t of logarithms' } as const;

/** The comparison as text, in the spirit of Go's benchstat: what changed first, then a table a cell, then what to be careful of. Pure. */
export function renderComparison(comparison: RunComparison, options: ComparisonViewOptions = {}): string {
  const columns = options.columns ?? 80;
  const { rows, warnings } = comparison;
  const cells = [...new Set(rows.map(({ cell }) => cell))];
  const lines: Line[] = [
    ...headline(comparison, columns),
    ...warnings.flatMap(({ code, text }) =>
      paragraph('  ! ', terminalSafe(`${text} [${code}]`), columns, 'warn'),
    ),
    ...cells.flatMap((cell) => [BLANK, ...cellLines(cell, rows, columns)]),
    ...geometricLines(comparison, columns),
    ...onlyLines('only in base', comparison.onlyInBase, columns),
    ...onlyLines('only in head', comparison.onlyInHead, columns),
    BLANK,
    ...paragraph('', footnote(comparison), columns, 'dim'),
  ];
  return renderLines(lines, columns, options.color ?? false);
}

function headline({ base, head, rows }: RunComparison, columns: number): Line[] {
  const count = (verdict: ComparedRow['verdict']): number =>
    rows.filter((row) => row.verdict === verdict).length;
  const regressed = count('regressed');
  const parts = [
    regressed > 0 ? `${regressed} regressed` : '',
    count('improved') > 0 ? `${count('improved')} improved` : '',
    count('within-noise') > 0 ? `${count('within-noise')} within noise` : '',
    count('inconclusive') > 0 ? `${count('inconclusive')} inconclusive` : '',
  ].filter((part) => part !== '');
  const verdict = rows.length === 0 ? 'nothing to compare: no metric that both have' : parts.join(', ');
  return [
    ...paragraph('', verdict, columns, regressed > 0 ? 'bad' : 'bold'),
    ...paragraph('  base  ', terminalSafe(base), columns, 'dim'),
    ...paragraph('  head  ', terminalSafe(head), columns, 'dim'),
  ];
}

function cellLines(cell: string, rows: readonly ComparedRow[], columns: number): Line[] {
  const ofCell = rows.filter((row) => row.cell === cell);
  const several = new Set(ofCell.map(({ metric }) => metric)).size < ofCell.length;
  return [
    [span(terminalSafe(cell), 'bold')],
    ...table(
      COLUMNS,
      ofCell.map((row) => tableRow(row, several)),
      columns,
      2,
    ),
  ];
}

function tableRow(row: ComparedRow, withStatistic: boolean): (string | Span)[] {
  const { metric, statistic, change, pValue, qValue, effect, verdict, base, head } = row;
  const unit = terminalSafe(shownUnit(metric, row.unit));
  const scale = scaleFor(unit, [base.mean, head.mean]);
  const side = ({ mean, plusMinusShare }: ComparedSide): string =>
    `${withUnit(formatIn(scale, mean), scale.unit)} ±${Number.isFinite(plusMinusShare) ? percent(plusMinusShare, 0) : '∞'}`;
  return [
    withStatistic ? `${metricName(metric)} ${terminalSafe(statistic)}` : metricName(metric),
    side(base),
    side(head),
    signed(change.estimate),
    `[${signed(change.interval[0])}, ${signed(change.interval[1])}]`,
    probability(pValue),
    probability(qValue),
    Number.isNaN(effect) ? '' : effect.toFixed(2),
    span(verdict.replace('-', ' '), VERDICT_STYLE[verdict]),
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

function footnote({ test, rows }: RunComparison): string {
  const trials = rows.map(({ base, head }) => Math.min(base.n, head.n));
  const range =
    trials.length === 0 ? '' : ` over ${spread(Math.min(...trials), Math.max(...trials))} trials a side`;
  return `± is half the 95 % interval of the mean. change is head ÷ base − 1 with its interval; p by ${TEST_NAME[test]}${range}, q adjusted for ${rows.length} rows (Benjamini–Hochberg); effect is Cliff's delta. A change counts if q ≤ 0.05 and it is larger than the noise allowed.`;
}

function spread(low: number, high: number): string {
  return low === high ? `${low}` : `${low} to ${high}`;
}

function percent(share: number, digits: number): string {
  return `${(share * 100).toFixed(digits)} %`;
}

function signed(share: number): string {
  if (!Number.isFinite(share)) return Number.isNaN(share) ? '?' : share > 0 ? '+∞' : '−∞';
  const text = percent(share, Math.abs(share) < 0.0995 ? 1 : 0);
  return share < 0 ? text.replace('-', '−') : `+${text}`;
}

function probability(p: number): string {
  if (Number.isNaN(p)) return '';
  return p < 0.001 ? '<0.001' : p.toFixed(3);
}
