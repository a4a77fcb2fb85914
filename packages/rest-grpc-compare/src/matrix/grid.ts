import type { CellResult } from '@benchwright/result-schema';
import { groupBy } from './group-by.js';
import { matrixFactorsOf } from './plan.js';

/** The protocols at one concurrency. */
export interface GridPoint {
  readonly concurrency: number;
  /** A cell for each protocol, in the order of the plan. */
  readonly cells: readonly CellResult[];
}

/** One operation over one network: the lines that may cross. */
export interface GridLine {
  readonly network: string;
  readonly operation: string;
  /** In ascending order of concurrency. */
  readonly points: readonly GridPoint[];
}

/** Puts the cells of a result into the order of the grid. Pure. */
export function gridOf(cells: readonly CellResult[]): GridLine[] {
  const lines = groupBy(cells, (cell) => {
    const { network, operation } = matrixFactorsOf(cell);
    return JSON.stringify([network, operation]);
  });
  return [...lines.values()].map((line) => {
    const { network, operation } = matrixFactorsOf(line[0]!);
    const points = [...groupBy(line, (cell) => matrixFactorsOf(cell).concurrency)]
      .map(([concurrency, found]): GridPoint => ({ concurrency, cells: found }))
      .sort((a, b) => a.concurrency - b.concurrency);
    return { network, operation, points };
  });
}
