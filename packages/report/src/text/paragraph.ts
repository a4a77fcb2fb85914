import { type Line, type Style, span } from './line.js';
import { displayWidth, wrap } from './width.js';

/** Prose after a label, wrapped so that its later lines stand below its first. */
export function paragraph(label: string, text: string, columns: number, style: Style = 'plain'): Line[] {
  const indent = displayWidth(label);
  const rows = wrap(text, Math.max(8, columns - indent));
  return (rows.length === 0 ? [''] : rows).map((row, i) => [
    span(i === 0 ? label : ' '.repeat(indent), style),
    span(row),
  ]);
}
