import { expect, test } from 'vitest';
import { BLANK, line, renderLines, span } from './line.js';

test('colour is added only when asked, and never counted', () => {
  const lines = [[span('ok ', 'good'), span('done')]];
  expect(renderLines(lines, 7, false)).toBe('ok done\n');
  expect(renderLines(lines, 7, true)).toBe('\u001b[32mok \u001b[39mdone\n');
});

test('a line that does not fit ends in an ellipsis', () => {
  expect(renderLines([line('abcdef')], 4, false)).toBe('abc…\n');
  expect(renderLines([[span('abcd'), span('ef')]], 4, false)).toBe('abc…\n');
});

test('trailing blanks are not written', () => {
  expect(renderLines([[span('a  '), span('  ')], BLANK], 10, false)).toBe('a\n\n');
});

test('blanks beyond the edge cost no ellipsis', () => {
  expect(renderLines([[span('abcd'), span('   ')]], 4, false)).toBe('abcd\n');
});
