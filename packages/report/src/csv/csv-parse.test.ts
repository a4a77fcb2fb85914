import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { hostileResult, resultFixture } from '../testing/fixtures.js';
import { renderCsv } from './render-csv.js';

const parsed = (text: string): Record<string, string>[] =>
  parse(text, { columns: true, relax_column_count: false }) as Record<string, string>[];

test('csv-parse reads one record per cell and metric, with the numbers of the result', () => {
  const result = resultFixture('real/result');
  const rows = parsed(renderCsv(result));
  const expected = result.cells.flatMap(({ id, metrics }) =>
    Object.entries(metrics).map(([key, { estimate }]) => [id, key, estimate]),
  );
  expect(
    rows.map((row) => [row.cell, row.metric, row.estimate === '' ? null : Number(row.estimate)]),
  ).toEqual(expected);
});

test('a hostile text is one field, and no formula', () => {
  const rows = parsed(renderCsv(hostileResult()));
  expect(rows.length).toBe(15);
  for (const row of rows) for (const field of Object.values(row)) expect(field).not.toMatch(/^[=+@\t\r]/);
});
