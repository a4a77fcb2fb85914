import type { CellResult } from '@benchwright/result-schema';
import { formatCount, formatIn, type Scale, scaleFor } from '../scale/scale.js';
import { type Line, span } from '../text/line.js';
import { type Column, table } from '../text/table.js';
import { terminalSafe } from '../text/terminal-safe.js';
import { verdictStyle } from './marks.js';

interface Figure {
  readonly title: string;
  readonly drop?: number;
  readonly unit: string;
  of(cell: CellResult): number | null;
}

const FIGURES: readonly Figure[] = [
  { title: 'sustained', unit: '/s', of: (cell) => cell.metrics.sustainedPerSec?.estimate ?? null },
  { title: 'requests', drop: 2, unit: '/s', of: (cell) => cell.metrics.requestsPerSec?.estimate ?? null },
  { title: 'p50', unit: 'ns', of: (cell) => percentile(cell, '50') },
  { title: 'p99', unit: 'ns', of: (cell) => percentile(cell, '99') },
];

/** One line per cell, each column in one unit, so that cells compare at a glance. Nothing for a single cell. */
export function overviewLines(cells: readonly CellResult[], columns: number): Line[] {
  if (cells.length < 2) return [];
  const figures = FIGURES.filter((figure) => cells.some((cell) => figure.of(cell) !== null)).map((figure) => {
    const values = cells.map((cell) => figure.of(cell));
    return { figure, values, scale: scaleFor(figure.unit, values) };
  });
  const head: Column[] = [
    { title: 'cell', align: 'left', minWidth: 8 },
    ...figures.map(({ figure, scale }) => figureColumn(figure, scale)),
    { title: 'ok', align: 'right', drop: 4 },
    { title: 'failed', align: 'right' },
    { title: 'dropped', align: 'right', drop: 3 },
    { title: 'verdict', align: 'left' },
  ];
  const rows = cells.map((cell, row) => [
    terminalSafe(cell.id),
    ...figures.map(({ values, scale }) => formatIn(scale, values[row] ?? null)),
    formatCount(cell.counts.ok),
    tally(cell.counts.failed),
    tally(cell.counts.dropped),
    span(cell.validity.verdict, verdictStyle(cell.validity.verdict)),
  ]);
  return table(head, rows, columns, 0);
}

function figureColumn({ title, drop }: Figure, scale: Scale): Column {
  return { title: `${title} ${scale.unit}`, align: 'right', ...(drop === undefined ? {} : { drop }) };
}

function percentile(cell: CellResult, key: string): number | null {
  return cell.metrics.responseTimeNs?.percentiles?.[key] ?? null;
}

function tally(count: number) {
  return span(formatCount(count), count > 0 ? 'bad' : 'plain');
}
