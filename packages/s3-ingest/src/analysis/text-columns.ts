/** Most terminals, and most mails, are this wide. */
export const TEXT_WIDTH = 80;

/** A column: its title and whether numbers stand at its right edge. */
export interface TextColumn {
  readonly title: string;
  readonly align: 'left' | 'right';
}

/**
 * Rows under titles, two spaces between columns, at most {@link TEXT_WIDTH} characters: where they do not fit, the first column is cut and
 * ends in `…`.
 */
export function textColumns(columns: readonly TextColumn[], rows: readonly (readonly string[])[]): string[] {
  const widths = columns.map(({ title }, c) =>
    Math.max(title.length, ...rows.map((row) => (row[c] ?? '').length)),
  );
  const total = widths.reduce((sum, width) => sum + width, 2 * (columns.length - 1));
  widths[0] = Math.max(8, widths[0]! - Math.max(0, total - TEXT_WIDTH));
  const line = (cells: readonly string[]) =>
    columns
      .map(({ align }, c) => {
        const text = clip(cells[c] ?? '', widths[c]!);
        return align === 'left' ? text.padEnd(widths[c]!) : text.padStart(widths[c]!);
      })
      .join('  ')
      .trimEnd();
  return [columns.map(({ title }) => title), ...rows].map(line);
}

/** Prose broken at spaces, each line at most {@link TEXT_WIDTH} wide, later lines indented by two. */
export function wrapText(text: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (longer.length <= TEXT_WIDTH || line === '') line = longer;
    else {
      lines.push(line);
      line = `  ${word}`;
    }
  }
  return [...lines, line];
}

function clip(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}

/** 0.0312 → `0.031`, 1e-9 → `<0.001`, none → `-`. */
export function pText(p: number): string {
  if (!Number.isFinite(p)) return '-';
  return p < 0.001 ? '<0.001' : p.toFixed(3);
}

/** 0.974 → `97 %`; a share that is not known is `-`. Neither 0 nor 100 is printed for what only rounds to it. */
export function shareText(share: number): string {
  if (!Number.isFinite(share)) return '-';
  if (share > 0 && share < 0.005) return '<1 %';
  if (share < 1 && share > 0.995) return '>99 %';
  return `${Math.round(100 * share)} %`;
}
