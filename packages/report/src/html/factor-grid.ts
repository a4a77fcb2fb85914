import type { CellResult, FactorValue } from '@benchwright/result-schema';

/** A factor that is varied, with its levels: numbers ascending, others as they came. */
export interface VariedFactor {
  readonly name: string;
  readonly levels: readonly FactorValue[];
  readonly numeric: boolean;
}

/**
 * Factors with more than one level among these cells. One that the others determine (the library that a protocol's client is) is no
 * factor of its own and is left out: the one with the most levels first, of equals the later one.
 */
export function variedFactors(cells: readonly CellResult[]): VariedFactor[] {
  let kept = withLevels(cells);
  const candidates = kept.toReversed().sort((a, b) => b.levels.length - a.levels.length);
  for (const candidate of candidates) {
    const others = kept.filter((factor) => factor !== candidate);
    if (others.length > 0 && !candidate.numeric && determines(others, candidate, cells)) kept = others;
  }
  return kept;
}

function determines(
  others: readonly VariedFactor[],
  { name }: VariedFactor,
  cells: readonly CellResult[],
): boolean {
  return [...groupByLevels(cells, others).values()].every(
    (group) => new Set(group.map(({ factors }) => factors[name])).size === 1,
  );
}

function withLevels(cells: readonly CellResult[]): VariedFactor[] {
  const names = [...new Set(cells.flatMap(({ factors }) => Object.keys(factors)))];
  return names
    .map((name): VariedFactor => {
      const levels = [...new Set(cells.flatMap(({ factors }) => factors[name] ?? []))];
      const numbers = levels.filter((level): level is number => typeof level === 'number');
      const numeric = numbers.length === levels.length;
      return { name, numeric, levels: numeric ? numbers.sort((a, b) => a - b) : levels };
    })
    .filter(({ levels }) => levels.length > 1);
}

/** `protocol=rest, network=wan`: the levels of these factors in a cell. */
function levelText(cell: CellResult, factors: readonly VariedFactor[]): string {
  return factors.map(({ name }) => `${name} ${String(cell.factors[name] ?? '–')}`).join(', ');
}

/** Cells by the levels of these factors, in the order they came. */
export function groupByLevels(
  cells: readonly CellResult[],
  factors: readonly VariedFactor[],
): Map<string, CellResult[]> {
  const groups = new Map<string, CellResult[]>();
  for (const cell of cells) {
    const key = levelText(cell, factors);
    groups.set(key, [...(groups.get(key) ?? []), cell]);
  }
  return groups;
}

/** The factor that lines are drawn over, and the one that tells lines apart; null where there are none. */
export function lineFactors(
  cells: readonly CellResult[],
): { x: VariedFactor; line: VariedFactor; facets: VariedFactor[] } | null {
  const varied = variedFactors(cells);
  const longest = (factors: readonly VariedFactor[]): VariedFactor | undefined =>
    [...factors].sort((a, b) => b.levels.length - a.levels.length)[0];
  const x = longest(
    varied.filter(({ numeric, levels }) => numeric && levels.every((level) => Number(level) > 0)),
  );
  const rest = varied.filter((factor) => factor !== x);
  const line =
    rest.find(({ name }) => name === 'protocol') ?? rest.find(({ numeric }) => !numeric) ?? rest[0];
  if (x === undefined || line === undefined) return null;
  return { x, line, facets: rest.filter((factor) => factor !== line) };
}
