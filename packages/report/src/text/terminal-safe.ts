/**
 * What may act on a terminal, reorder text or hide in it instead of being shown, by Unicode property: controls (C0, DEL,
 * C1), format characters (bidirectional overrides as in CVE-2021-42574, zero-width ones, tags), lone surrogates, line and
 * paragraph separators, and whatever is ignored when displayed.
 */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

// The joiner and the emoji selector shape the characters beside them, and many scripts need the joiner.
const HARMLESS: ReadonlySet<string> = new Set(['\u200d', '\ufe0f']);

const SHORT: ReadonlyMap<string, string> = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

/**
 * Text that came from elsewhere (a server, a config, an environment) made harmless for a terminal: everything that could
 * move the cursor, change colours, set the window title or hide what is written becomes a visible escape (`\x1b`,
 * `\u{202e}`). The result has no line breaks. Printable text of any script is left as it is. O(length).
 */
export function terminalSafe(text: string): string {
  return text.replace(UNSAFE, (character) => (HARMLESS.has(character) ? character : escapeOf(character)));
}

function escapeOf(character: string): string {
  const short = SHORT.get(character);
  if (short !== undefined) return short;
  const code = character.codePointAt(0) ?? 0;
  return code <= 0xff ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
}
