/** The two sides of a comparison. */
export const SIDES = ['baseline', 'candidate'] as const;

export type DidSide = (typeof SIDES)[number];

/** The id of the cell that measures an operation on one side. */
export function sideCell(operation: string, side: DidSide): string {
  return `${operation}/${side}`;
}

/** The side that a cell's factor names. */
export function sideOf(factor: unknown): DidSide {
  const found = SIDES.find((side) => side === factor);
  if (found === undefined) throw new Error(`no side ${String(factor)}`);
  return found;
}
