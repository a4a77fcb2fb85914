import { readFileSync } from 'node:fs';
import { type RunResult, runResultSchema } from '@benchwright/result-schema';
import { describe, expect, test } from 'vitest';
import { csvRecord } from './csv.js';
import { CSV_COLUMNS, renderCsv } from './render-csv.js';

const testdata = new URL('../../testdata/', import.meta.url);
const result: RunResult = runResultSchema.parse(
  JSON.parse(readFileSync(new URL('two-cells.json', testdata), 'utf8')),
);

describe('csvRecord', () => {
  test.each([
    [['a', 1, null], 'a,1,\r\n'],
    [['a,b', 'say "hi"', 'two\nlines'], '"a,b","say ""hi""","two\nlines"\r\n'],
    [[-1.5, '-1.5'], "-1.5,'-1.5\r\n"],
    [['=cmd()', '@x', '+x'], "'=cmd(),'@x,'+x\r\n"],
    [[Number.NaN, Number.POSITIVE_INFINITY, 1e21], ',,1e+21\r\n'],
  ])('%j', (values, record) => {
    expect(csvRecord(values)).toBe(record);
  });
});

test('one row per cell and metric', async () => {
  const csv = renderCsv(result);
  await expect(csv).toMatchFileSnapshot(new URL('two-cells.csv', testdata).pathname);
  expect(csv.split('\r\n').length - 1).toBe(1 + 2 * 7);
});

test('every row has as many fields as the header', () => {
  const unquoted = renderCsv(result).replaceAll(/"(?:[^"]|"")*"/g, 'quoted');
  const [header, ...rows] = unquoted.trimEnd().split('\r\n');
  const width = header?.split(',').length;
  expect(width).toBe(CSV_COLUMNS.length + 2);
  expect(rows.map((row) => row.split(',').length)).toEqual(rows.map(() => width));
});

test('every column is documented', () => {
  expect(CSV_COLUMNS.every(({ meaning }) => meaning.length > 0)).toBe(true);
  expect(new Set(CSV_COLUMNS.map(({ name }) => name)).size).toBe(CSV_COLUMNS.length);
});
