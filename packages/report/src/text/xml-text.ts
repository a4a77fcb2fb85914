import { terminalSafe } from './terminal-safe.js';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Foreign text for element content and quoted attributes of XML and HTML. What XML 1.0 does not allow at all (controls, lone
 * surrogates, U+FFFE, U+FFFF), and what reorders or hides text, becomes a visible escape first.
 */
export function xmlText(text: string): string {
  return terminalSafe(text)
    .replace(/[\ufffe\uffff]/g, (character) => `\\u{${character.charCodeAt(0).toString(16)}}`)
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
