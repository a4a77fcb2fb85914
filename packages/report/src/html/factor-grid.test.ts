import type { CellResult, FactorValue } from '@benchwright/result-schema';
import { describe, expect, test } from 'vitest';
import { resultFixture } from '../testing/fixtures.js';
import { groupByLevels, lineFactors, variedFactors } from './factor-grid.js';

const [sample] = resultFixture('two-cells').cells;
const cell = (factors: Record<string, FactorValue>): CellResult => ({
  ...sample!,
  id: JSON.stringify(factors),
  factors,
});
const matrix = ['none', 'wan'].flatMap((network) =>
  [32, 1].flatMap((concurrency) =>
    ['rest', 'grpc'].map((protocol) =>
      cell({
        network,
        concurrency,
        protocol,
        library: protocol === 'rest' ? 'undici' : 'grpc-js',
        operation: 'getUser',
      }),
    ),
  ),
);

describe('varied factors', () => {
  test('are those with several levels, numbers ascending, without what the others determine', () => {
    expect(variedFactors(matrix).map(({ name, levels }) => [name, levels])).toEqual([
      ['network', ['none', 'wan']],
      ['concurrency', [1, 32]],
      ['protocol', ['rest', 'grpc']],
    ]);
  });

  test('drop a name that stands for a combination of two others', () => {
    const cells = ['a', 'b'].flatMap((x) => ['c', 'd'].map((y) => cell({ x, y, both: x + y })));
    expect(variedFactors(cells).map(({ name }) => name)).toEqual(['x', 'y']);
  });

  test('a single cell has none', () => {
    expect(variedFactors(matrix.slice(0, 1))).toEqual([]);
  });
});

test('lines are drawn over the number, told apart by protocol, a chart for each of the rest', () => {
  const found = lineFactors(matrix);
  expect([found?.x.name, found?.line.name, found?.facets.map(({ name }) => name)]).toEqual([
    'concurrency',
    'protocol',
    ['network'],
  ]);
  expect([...groupByLevels(matrix, found?.facets ?? []).keys()]).toEqual(['network none', 'network wan']);
  expect(lineFactors([cell({ a: 'x' }), cell({ a: 'y' })])).toBeNull();
});
