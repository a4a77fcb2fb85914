/** The two sides of an A/B run; they are the ids of its cells. */
export const SIDES = ['base', 'head'] as const;

export type Side = (typeof SIDES)[number];

/** The side that a cell of an A/B run is. */
export function sideOf(cell: string): Side {
  const side = SIDES.find((known) => known === cell);
  if (side === undefined) throw new Error(`cell ${cell} is no side of an A/B run`);
  return side;
}
