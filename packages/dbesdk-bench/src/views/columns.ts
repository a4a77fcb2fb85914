/** A table as text: the first `labels` columns to the left, figures to the right, two blanks between. Pure. */
export function alignColumns(rows: readonly (readonly string[])[], labels: number): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, cell.length);
  }
  return rows.map((row) =>
    row
      .map((cell, i) => (i < labels ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
      .join('  ')
      .trimEnd(),
  );
}

/** A figure with as many digits as say something: 0.0412, 1.21, 38.4, 1,518; a dash where there is none. */
export function figureText(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  const decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : size >= 0.1 ? 3 : 4;
  return value.toFixed(decimals).replace(/\B(?=(\d{3})+(?=\.|$))(?<!\.\d*)/g, ',');
}

/** A size as the original's tables have it: 1 KB is 1024 bytes. */
export function sizeText(bytes: number): string {
  const steps = [
    ['GB', 1024 ** 3],
    ['MB', 1024 ** 2],
    ['KB', 1024],
  ] as const;
  for (const [unit, of] of steps) {
    if (bytes >= of) return `${Number((bytes / of).toFixed(bytes % of === 0 ? 0 : 1))} ${unit}`;
  }
  return `${bytes} B`;
}
