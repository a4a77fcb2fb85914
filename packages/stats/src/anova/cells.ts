import type { Samples } from '../evidence/samples.js';
import { Moments } from '../moments/moments.js';
import type { CodedFactor, LevelCombination } from './factor.js';

/** All observations that had the same levels. */
export interface Cell {
  /** The number of the level of each factor. */
  readonly codes: readonly number[];
  readonly moments: Moments;
  /** Which observations. */
  readonly members: readonly number[];
}

/** The cells that hold observations, in order of first appearance. O(n). */
export function occupiedCells(response: Samples, factors: readonly CodedFactor[]): Cell[] {
  const cells = new Map<string, { codes: number[]; moments: Moments; members: number[] }>();
  for (let i = 0; i < response.length; i++) {
    const codes = factors.map((factor) => factor.codes[i]!);
    const key = codes.join();
    let cell = cells.get(key);
    if (cell === undefined) {
      cell = { codes, moments: new Moments(), members: [] };
      cells.set(key, cell);
    }
    cell.moments.add(response[i]!);
    cell.members.push(i);
  }
  return [...cells.values()];
}

/** Combinations of levels, all that the crossing of the factors has, that no observation had. */
export function emptyCells(factors: readonly CodedFactor[], cells: readonly Cell[]): LevelCombination[] {
  const occupied = new Set(cells.map(({ codes }) => codes.join()));
  return crossing(factors)
    .filter((codes) => !occupied.has(codes.join()))
    .map((codes) => combinationOf(factors, codes));
}

/** Every combination of level numbers; the last factor varies fastest. */
function crossing(factors: readonly CodedFactor[]): number[][] {
  return factors.reduce<number[][]>(
    (combinations, { levels }) =>
      combinations.flatMap((before) => levels.map((_, code) => [...before, code])),
    [[]],
  );
}

/** The levels behind their numbers. */
function combinationOf(factors: readonly CodedFactor[], codes: readonly number[]): LevelCombination {
  return Object.fromEntries(factors.map(({ name, levels }, f) => [name, levels[codes[f]!]!]));
}
