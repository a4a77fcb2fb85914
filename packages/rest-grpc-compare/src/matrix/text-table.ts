/** Rows of text as aligned lines, two spaces apart; columns after the first `leftColumns` are set to the right. The first row is the heading. */
export function textTable(rows: readonly (readonly string[])[], leftColumns = 1): string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (row: readonly string[]): string =>
    widths
      .map((width, column) => {
        const text = row[column] ?? '';
        return column < leftColumns ? text.padEnd(width) : text.padStart(width);
      })
      .join('  ')
      .trimEnd();
  return rows.map(line);
}

/** Values as one line of CSV (RFC 4180). Text that a spreadsheet would take for a formula is disarmed by a quote before it. */
export function csvLine(values: readonly (string | number | null)[]): string {
  return values.map(csvField).join(',');
}

function csvField(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
