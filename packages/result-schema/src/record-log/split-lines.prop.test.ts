import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LogLine } from './fold-records.js';
import { splitLines } from './split-lines.js';

async function* chunksOf(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

async function split(bytes: Uint8Array, chunk: number, max?: number): Promise<LogLine[]> {
  const lines: LogLine[] = [];
  for await (const line of splitLines(chunksOf(bytes, chunk), max)) lines.push(line);
  return lines;
}

const text = fc.string({ unit: fc.constantFrom('a', 'é', '😀', '{', '"', '\t', '\u2028') });

test('lines come out as they were, however the bytes are cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(text),
      fc.integer({ min: 1, max: 9 }),
      fc.boolean(),
      async (lines, chunk, crlf) => {
        const joined = lines.map((line) => line + (crlf ? '\r\n' : '\n')).join('');
        const found = await split(Buffer.from(joined), chunk);
        expect(found).toEqual(lines.map((line, index) => ({ line: index + 1, text: line })));
      },
    ),
  );
});

test('a last line without its newline counts, an empty one does not', async () => {
  expect(await split(Buffer.from('a\nb'), 1)).toEqual([
    { line: 1, text: 'a' },
    { line: 2, text: 'b' },
  ]);
  expect(await split(Buffer.from(''), 1)).toEqual([]);
});

test('a byte order mark is dropped once, at the start', async () => {
  expect(await split(Buffer.from('\uFEFFa\n\uFEFFb\n'), 2)).toEqual([
    { line: 1, text: 'a' },
    { line: 2, text: '\uFEFFb' },
  ]);
});

test('a line that is too long, or no UTF-8, costs itself only', async () => {
  const bytes = Buffer.concat([
    Buffer.from('ok\n'),
    Buffer.alloc(50, 'x'),
    Buffer.from('\n'),
    Buffer.from([0xc3, 0x28, 0x0a]),
    Buffer.from('0123456789\nlast'),
  ]);
  expect(await split(bytes, 7, 10)).toEqual([
    { line: 1, text: 'ok' },
    { line: 2, fault: 'longer than 10 bytes, which no record is' },
    { line: 3, fault: 'not UTF-8 text' },
    { line: 4, text: '0123456789' },
    { line: 5, text: 'last' },
  ]);
});
