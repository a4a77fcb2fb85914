import fc from 'fast-check';
import { expect, test } from 'vitest';
import { terminalSafe } from './terminal-safe.js';

test.each([
  ['colour', '\u001b[31mred\u001b[0m', '\\x1b[31mred\\x1b[0m'],
  ['window title', '\u001b]0;owned\u0007', '\\x1b]0;owned\\x07'],
  ['8-bit CSI', '\u009b2J', '\\x9b2J'],
  ['line breaks and tabs', 'a\r\n\tb', 'a\\r\\n\\tb'],
  ['right-to-left override', 'exe.\u202egnp', 'exe.\\u{202e}gnp'],
  ['zero width space', 'ad\u200bmin', 'ad\\u{200b}min'],
  ['tag characters', 'x\u{e0041}', 'x\\u{e0041}'],
  ['lone surrogate', 'a\ud800', 'a\\u{d800}'],
  ['delete', 'a\u007f', 'a\\x7f'],
])('%s', (_, hostile, shown) => {
  expect(terminalSafe(hostile)).toBe(shown);
});

test('text of any script is left alone', () => {
  for (const text of ['naïve café', '日本語', 'العربية', '👩‍🔬', '🇫🇷', '❤️', '€ µ ≤'])
    expect(terminalSafe(text)).toBe(text);
});

test('never leaves a control character, and is idempotent', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const safe = terminalSafe(text);
      expect(safe).not.toMatch(/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u);
      expect(terminalSafe(safe)).toBe(safe);
    }),
  );
});
