import pc from 'picocolors';
import { displayWidth, truncate } from './width.js';

export type Style = 'plain' | 'bold' | 'dim' | 'good' | 'bad' | 'warn';

/** A piece of a line. Its text is plain: colour is added only after the line is known to fit. */
export interface Span {
  readonly text: string;
  readonly style: Style;
}

export type Line = readonly Span[];

export const BLANK: Line = [];

export function span(text: string, style: Style = 'plain'): Span {
  return { text, style };
}

/** A line of one piece. */
export function line(text: string, style: Style = 'plain'): Line {
  return [span(text, style)];
}

/** Writes lines as text, each cut to `columns`, coloured only if asked, without trailing blanks. */
export function renderLines(lines: readonly Line[], columns: number, color: boolean): string {
  const paint = painter(color);
  return lines.map((pieces) => `${renderLine(fitLine(pieces, columns), paint)}\n`).join('');
}

function fitLine(pieces: Line, columns: number): Line {
  const fitted: Span[] = [];
  let left = columns;
  for (const [index, piece] of pieces.entries()) {
    const width = displayWidth(piece.text);
    const more = pieces.slice(index + 1).some((later) => later.text.trim() !== '');
    if (width < left || (width === left && !more)) {
      fitted.push(piece);
      left -= width;
      continue;
    }
    // Something does not fit: the ellipsis says so, even when this piece alone would have ended exactly at the edge.
    fitted.push(span(truncate(more ? `${piece.text}…` : piece.text, left), piece.style));
    break;
  }
  return fitted;
}

function renderLine(pieces: Line, paint: Record<Style, (text: string) => string>): string {
  const lastInk = pieces.findLastIndex((piece) => piece.text.trim() !== '');
  return pieces
    .slice(0, lastInk + 1)
    .map((piece, index) => paint[piece.style](index === lastInk ? piece.text.trimEnd() : piece.text))
    .join('');
}

function painter(color: boolean): Record<Style, (text: string) => string> {
  const c = pc.createColors(color);
  return { plain: (text) => text, bold: c.bold, dim: c.dim, good: c.green, bad: c.red, warn: c.yellow };
}
