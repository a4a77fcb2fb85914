import { expect, it } from 'vitest';
import { LogLines } from './log-lines.js';

function collect(): { lines: LogLines; seen: string[] } {
  const seen: string[] = [];
  const lines = new LogLines('\u0000mark', {
    onLine: (line) => seen.push(line),
    onMark: () => seen.push('(mark)'),
  });
  return { lines, seen };
}

it('puts lines together that arrive in pieces, within a character too', () => {
  const { lines, seen } = collect();
  const bytes = Buffer.from('one\ntwö\n\nthree');
  for (const byte of bytes) lines.push(Buffer.of(byte));
  expect(seen).toEqual(['one', 'twö', '']);
  lines.flush();
  expect(seen).toEqual(['one', 'twö', '', 'three']);
});

it('takes the mark out, behind a line that has no end as well', () => {
  const { lines, seen } = collect();
  lines.push(Buffer.from('one\n\u0000mark\ntwo\u0000mark\nmark\n'));
  expect(seen).toEqual(['one', '(mark)', 'two', '(mark)', 'mark']);
});

it('cuts a line that does not end', () => {
  const { lines, seen } = collect();
  lines.push(Buffer.alloc(300_000, 'x'));
  lines.push(Buffer.from('y\n'));
  expect(seen.map((line) => line.length)).toEqual([300_000, 1]);
});
