import { BLANK, type Line, type Span, span } from './line.js';
import { displayWidth, padEnd, padStart, truncate } from './width.js';

export interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
  /** A table that is too wide loses its columns with the highest number first; 0 is never left out. */
  readonly drop?: number;
  /** A text column may be cut to this width when that saves a column from being left out. */
  readonly minWidth?: number;
}

/** A cell is text, or text with a style; a missing one is empty. */
export type TableCell = string | Span;

const GAP = '  ';

/**
 * Aligned text: columns are as wide as their widest cell; those that do not fit `columns` are first narrowed (where they
 * allow it), then left out, the least important first. The caller passes text that is safe for a terminal.
 */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly TableCell[])[],
  width: number,
  indent: number,
): Line[] {
  const shown = chooseColumns(columns, rows, width - indent);
  const header = shown.map(({ column, size }) => cellSpan(span(column.title, 'dim'), column, size));
  const titled = shown.some(({ column }) => column.title !== '');
  const body = rows.map((row) =>
    shown.map(({ column, size, index }) => cellSpan(asSpan(row[index] ?? ''), column, size)),
  );
  return (titled ? [header, ...body] : body).map((cells) => spaced(cells, indent));
}

/** Titles of the columns that `table` leaves out of these rows. */
export function leftOut(
  columns: readonly Column[],
  rows: readonly (readonly TableCell[])[],
  width: number,
  indent: number,
): string[] {
  const shown = new Set(chooseColumns(columns, rows, width - indent).map(({ column }) => column));
  return columns.filter((column) => !shown.has(column)).map(({ title }) => title);
}

interface Shown {
  readonly column: Column;
  readonly index: number;
  readonly size: number;
}

function chooseColumns(
  columns: readonly Column[],
  rows: readonly (readonly TableCell[])[],
  width: number,
): Shown[] {
  let shown: Shown[] = columns.map((column, index) => ({
    column,
    index,
    size: Math.max(
      displayWidth(column.title),
      ...rows.map((row) => displayWidth(asSpan(row[index] ?? '').text)),
    ),
  }));
  for (;;) {
    const excess = shown.reduce((sum, { size }) => sum + size + GAP.length, -GAP.length) - width;
    if (excess <= 0) return shown;
    const worst = Math.max(...shown.map(({ column }) => column.drop ?? 0));
    if (worst === 0 || excess <= spareWidth(shown)) return narrow(shown, excess);
    shown = shown.filter(({ column }) => (column.drop ?? 0) !== worst);
  }
}

function spareWidth(shown: readonly Shown[]): number {
  return shown.reduce((sum, entry) => sum + spareOf(entry), 0);
}

function spareOf({ column, size }: Shown): number {
  return column.minWidth === undefined ? 0 : Math.max(0, size - column.minWidth);
}

/** Takes `excess` columns, or as many as can be spared, from the text columns, the last ones first: what a row is about stays longest. */
function narrow(shown: readonly Shown[], excess: number): Shown[] {
  let left = excess;
  return shown
    .toReversed()
    .map((entry) => {
      const cut = Math.min(spareOf(entry), left);
      left -= cut;
      return { ...entry, size: entry.size - cut };
    })
    .reverse();
}

function cellSpan(cell: Span, column: Column, size: number): Span {
  const text = truncate(cell.text, size);
  return span(column.align === 'right' ? padStart(text, size) : padEnd(text, size), cell.style);
}

function spaced(cells: readonly Span[], indent: number): Line {
  if (cells.length === 0) return BLANK;
  return [span(' '.repeat(indent)), ...cells.flatMap((cell, i) => (i === 0 ? [cell] : [span(GAP), cell]))];
}

function asSpan(cell: TableCell): Span {
  return typeof cell === 'string' ? span(cell) : cell;
}
