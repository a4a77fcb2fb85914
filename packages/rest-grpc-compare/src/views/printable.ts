/** Width of every line of the console view. */
export const COLUMNS = 80;

// One column each in every terminal: ASCII, Latin letters, and the signs that Benchwright's own texts use.
const ONE_COLUMN =
  /^[\x20-\x7e\u00a1-\u00ac\u00ae-\u024f\u2013\u2014\u2018\u2019\u201c\u201d\u2026\u2264\u2265\u2192\u2212]$/u;

/**
 * Text that cannot do anything to a terminal: control characters, bidirectional marks and whatever has no certain width
 * are spelt out (`\u{1b}`). Addresses and error names come from outside.
 */
function printable(text: string): string {
  let safe = '';
  for (const character of text) {
    safe += ONE_COLUMN.test(character) ? character : `\\u{${character.codePointAt(0)!.toString(16)}}`;
  }
  return safe;
}

/**
 * Breaks text into lines of at most 80 columns, between words where there are any; the first begins with `first`, the
 * others with `indent`. Nothing is cut off.
 */
export function wrapped(text: string, first: string, indent: string): string[] {
  const lines: string[] = [];
  let line = first;
  let empty = true;
  for (let word of printable(text)
    .split(' ')
    .filter((part) => part !== '')) {
    if (!empty && line.length + 1 + word.length > COLUMNS) {
      lines.push(line);
      line = indent;
      empty = true;
    }
    while (line.length + (empty ? 0 : 1) + word.length > COLUMNS) {
      const room = COLUMNS - line.length;
      lines.push(line + word.slice(0, room));
      word = word.slice(room);
      line = indent;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  return [...lines, line];
}
