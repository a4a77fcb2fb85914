import { expect, test } from 'vitest';
import { renderLines, span } from './line.js';
import { type Column, table } from './table.js';

const columns: Column[] = [
  { title: 'name', align: 'left', minWidth: 4 },
  { title: 'value', align: 'right' },
  { title: 'note', align: 'left', drop: 1 },
];
const rows = [
  ['alpha-one', '1.5', 'first'],
  ['b', '12.25', span('second', 'warn')],
];
const show = (width: number): string[] =>
  renderLines(table(columns, rows, width, 0), width, false)
    .split('\n')
    .slice(0, -1);

test('numbers are aligned to the right, text to the left', () => {
  expect(show(40)).toEqual(['name       value  note', 'alpha-one    1.5  first', 'b          12.25  second']);
});

test('a text column is narrowed before a column is left out', () => {
  expect(show(20)).toEqual(['name   value  note', 'alph…    1.5  first', 'b      12.25  second']);
});

test('the least important column goes first', () => {
  expect(show(16)).toEqual(['name       value', 'alpha-one    1.5', 'b          12.25']);
});

test('what cannot be narrowed further is cut at the edge, visibly', () => {
  expect(show(8)).toEqual(['name  v…', 'alp…   …', 'b     1…']);
});

test('a missing cell is empty', () => {
  expect(renderLines(table(columns, [['x']], 40, 0), 40, false)).toBe('name  value  note\nx\n');
});
