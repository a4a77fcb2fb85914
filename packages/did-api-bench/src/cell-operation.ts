import { CELL_OPERATIONS, type CellOperation } from './operations.js';

/** The operation that a cell's factor names. */
export function operationOfCell(factor: unknown): CellOperation {
  const found = CELL_OPERATIONS.find((operation) => operation === factor);
  if (found === undefined) throw new Error(`no operation ${String(factor)}`);
  return found;
}
