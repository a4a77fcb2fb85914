import type { RunResult } from '@benchwright/result-schema';

// JSON.stringify escapes C0 controls and lone surrogates only; these it leaves as they are, yet a terminal would obey them.
const RAW_IN_JSON = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * The whole result as indented JSON, ending in a line break. Characters that could act on a terminal are written as
 * `\uXXXX`: the parsed value is the same.
 */
export function renderJson(result: RunResult): string {
  return toTerminalSafeJson(result);
}

/**
 * Any value as JSON, ending in a line break, that is safe to show on a terminal and parses to the same value. Indented by
 * two unless told otherwise; 0 writes one line.
 */
export function toTerminalSafeJson(value: unknown, indent = 2): string {
  const json = JSON.stringify(value, null, indent);
  return `${json.replace(RAW_IN_JSON, (character) => (character === '\n' ? character : escapeUnits(character)))}\n`;
}

function escapeUnits(character: string): string {
  return Array.from(
    { length: character.length },
    (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`,
  ).join('');
}
