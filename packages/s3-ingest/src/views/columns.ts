/** Stands in the margin of a row that must not be relied on, where it takes no width from the columns. */
export const MARK = '!';

/** Fits a terminal of the usual width. */
export const PAGE_COLUMNS = 80;
const GAP = '  ';

/**
 * A heading and rows as columns: the first flush left, the others flush right, two blanks apart. A name that leaves the others no room on the
 * page has a line of its own above them. `marked` has an entry for each row below the heading.
 */
export function columns(rows: readonly (readonly string[])[], marked: readonly boolean[] = []): string[] {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  const room =
    PAGE_COLUMNS - widths.slice(1).reduce((sum, width) => sum + width + GAP.length, MARK.length + 1);
  const nameWidth = Math.max(0, ...rows.map(([name = '']) => name.length).filter((width) => width <= room));
  return rows.flatMap(([name = '', ...cells], place) => {
    const mark = marked[place - 1] === true ? MARK : ' ';
    const values = cells.map((cell, i) => cell.padStart(widths[i + 1]!));
    const line = (start: string, first: string) =>
      `${start} ${[first.padEnd(nameWidth), ...values].join(GAP)}`.trimEnd();
    return name.length <= room ? [line(mark, name)] : [`${mark} ${name}`, line(' ', '')];
  });
}

/** Three significant digits, and no exponent. */
export function digits(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  if (value === 0) return '0';
  return Math.abs(value) >= 1000 ? Math.round(value).toString() : String(Number(value.toPrecision(3)));
}

/** Nanoseconds as milliseconds. */
export function milliseconds(ns: number | null | undefined): string {
  return ns === null || ns === undefined ? '–' : digits(ns / 1e6);
}
