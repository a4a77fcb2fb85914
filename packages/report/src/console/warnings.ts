import type { MetricWarning } from '@benchwright/result-schema';
import type { Line } from '../text/line.js';
import { paragraph } from '../text/paragraph.js';
import { terminalSafe } from '../text/terminal-safe.js';

/** Each warning once, after the names of all that it speaks of. The names are safe for a terminal already. */
export function warningParagraphs(
  warned: readonly { readonly name: string; readonly warnings: readonly MetricWarning[] }[],
  columns: number,
): Line[] {
  const about = new Map<string, string[]>();
  for (const { name, warnings } of warned) {
    for (const { code, text } of warnings) {
      const warning = `${text} [${code}]`;
      about.set(warning, [...(about.get(warning) ?? []), name]);
    }
  }
  return [...about].flatMap(([warning, names]) =>
    paragraph('  ! ', `${namesOf(names, warned.length)}: ${terminalSafe(warning)}`, columns, 'warn'),
  );
}

/** Of a warning that all share nobody needs the list. */
function namesOf(names: readonly string[], all: number): string {
  return names.length === all && all > 3 ? 'every metric' : names.join(', ');
}
