import type { RunResult } from '@benchwright/result-schema';
import { type Line, line, span } from '../text/line.js';
import { paragraph } from '../text/paragraph.js';
import { shellQuote } from '../text/shell-quote.js';
import { terminalSafe } from '../text/terminal-safe.js';
import { displayWidth } from '../text/width.js';
import { machineText } from './run-facts.js';

const LABEL = 9;

/** Where the numbers were obtained, and how to obtain them again. */
export function footerLines({ environment, run }: RunResult, columns: number): Line[] {
  return [
    ...labelled('machine', machineText(environment), columns),
    ...labelled(
      'run',
      `${terminalSafe(run.id)} · seed ${run.seed} · ${terminalSafe(run.startedAt)}`,
      columns,
    ),
    ...commandLines(run.command, columns),
  ];
}

function labelled(label: string, text: string, columns: number): Line[] {
  return paragraph(label.padEnd(LABEL), text, columns, 'dim');
}

/** The command, ready to be pasted into a POSIX shell: continued lines end in a backslash. */
function commandLines(command: readonly string[], columns: number): Line[] {
  if (command.length === 0) return [];
  const rows: string[] = [];
  let current = '';
  for (const word of command.map((part) => shellQuote(terminalSafe(part)))) {
    const longer = current === '' ? word : `${current} ${word}`;
    if (current !== '' && displayWidth(longer) > columns - LABEL - 2) {
      rows.push(`${current} \\`);
      current = word;
    } else {
      current = longer;
    }
  }
  rows.push(current);
  return rows.map((row, i) =>
    i === 0 ? [span('repeat'.padEnd(LABEL), 'dim'), span(row)] : line(' '.repeat(LABEL) + row),
  );
}
