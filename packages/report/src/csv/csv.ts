export type CsvValue = string | number | null;

/**
 * RFC 4180: fields with a comma, a quote or a line break are quoted, quotes doubled, records end in CRLF. Numbers are
 * written as JavaScript writes them, null as an empty field.
 */
export function csvRecord(values: readonly CsvValue[]): string {
  return `${values.map(field).join(',')}\r\n`;
}

// A spreadsheet runs text that begins so as a formula (OWASP, "CSV injection"), and text may come from a server.
const FORMULA = /^[=+\-@\t\r]/;

function field(value: CsvValue): string {
  if (value === null) return '';
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
