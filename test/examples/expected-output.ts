import { stripVTControlCharacters } from 'node:util';
import type { RunDirective } from './directive.js';

/** A number with what belongs to it: sign, separators, exponent, and a unit of time, size or rate. */
const quantity =
  /[-+±~]?\d[\d.,_]*(?:e[-+]?\d+)?(?: ?(?:ns|µs|μs|us|ms|s|min|h|B|kB|KiB|MB|MiB|GB|GiB|%)(?![\w]))?/gi;

/** The output as it is compared: no colours, no trailing blanks, and with `numbers vary` every quantity a `#`. */
export function normalise(output: string, { numbersVary }: Pick<RunDirective, 'numbersVary'>): string {
  const plain = stripVTControlCharacters(output).replaceAll('\r\n', '\n');
  const lines = plain.split('\n').map((line) => (numbersVary ? withoutNumbers(line) : line).trimEnd());
  return lines.join('\n').trim();
}

/** Columns are as wide as their numbers, and rules as wide as their columns: both shrink to one. */
function withoutNumbers(line: string): string {
  return line
    .replace(quantity, '#')
    .replace(/[ \t]+/g, ' ')
    .replace(/([─━═=_-])\1{2,}/g, '$1$1$1');
}

/**
 * A pattern for an expected output that leaves something out: a line of nothing but `…` stands for any lines, `…` in a
 * line for anything in it. Null when nothing is left out, so that the two texts can be compared as they are.
 */
function elisionPattern(expected: string): RegExp | null {
  if (!expected.includes('…')) return null;
  const lines = expected.split('\n').map((line) => (line.trim() === '…' ? null : line));
  const pattern = lines.map((line) =>
    line === null ? '(?:.*\n)*?' : `${line.split('…').map(literally).join('.*')}\n`,
  );
  return new RegExp(`^${pattern.join('')}$`);
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Whether the output is what the document shows. */
export function isExpected(actual: string, expected: string, directive: RunDirective): boolean {
  const [was, shown] = [normalise(actual, directive), normalise(expected, directive)];
  const pattern = elisionPattern(shown);
  return pattern === null ? was === shown : pattern.test(`${was}\n`);
}
