import { terminalSafe } from '../text/terminal-safe.js';

// Everything that Markdown, GitHub's extensions or HTML could read as more than a character.
const ACTIVE = /[\\`*_{}[\]<>()#+!|&~@:"'$-]/g;

/**
 * Foreign text for a Markdown document: shown as it is, never as markup, link, mention or HTML. Character references are
 * text in every Markdown dialect, inside tables too, which backslashes are not.
 */
export function markdownText(text: string): string {
  return terminalSafe(text).replace(ACTIVE, (character) => `&#${character.charCodeAt(0)};`);
}

/** A code block whose fence is longer than any run of backticks in it. */
export function codeBlock(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${text}\n${fence}`;
}

/** A table; `aligns` has `-` for text and `-:` for numbers. Cells must be safe already. */
export function markdownTable(
  head: readonly string[],
  aligns: readonly ('-' | '-:')[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(aligns.map((align) => (align === '-' ? '---' : '---:'))), ...rows.map(line)].join(
    '\n',
  );
}
