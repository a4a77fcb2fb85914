import { requireArgument } from '../errors.js';
import type { Samples } from '../evidence/samples.js';

/** A factor of a design: which level each observation had. */
export interface Factor {
  readonly name: string;
  /** The level of each observation, in the order of the response. Levels are told apart as text. */
  readonly levels: readonly (string | number)[];
  /**
   * It was found rather than set (a block, a round, a machine): enters by itself only, without interactions, and its
   * variance counts as variance that is there anyway in the generalised eta squared. Default false.
   */
  readonly isBlock?: boolean;
}

/** A factor with its levels numbered in order of first appearance. */
export interface CodedFactor {
  readonly name: string;
  readonly isBlock: boolean;
  /** The levels as they were first written. */
  readonly levels: readonly (string | number)[];
  /** For each observation the number of its level. */
  readonly codes: Int32Array;
}

/** Numbers the levels. Throws `ERR_STATS_BAD_ARGUMENT` for lists of another length and for names that are not unique. */
export function codeFactors(response: Samples, factors: readonly Factor[]): CodedFactor[] {
  requireArgument(factors.length > 0, 'an analysis of variance needs at least one factor');
  const names = factors.map(({ name }) => name);
  requireArgument(new Set(names).size === names.length, `factor names must differ, got ${names.join(', ')}`);
  return factors.map((factor) => {
    requireArgument(
      factor.levels.length === response.length,
      `factor ${factor.name} has ${factor.levels.length} levels for ${response.length} observations`,
    );
    return codeFactor(factor);
  });
}

function codeFactor({ name, levels, isBlock = false }: Factor): CodedFactor {
  const numbers = new Map<string, number>();
  const distinct: (string | number)[] = [];
  const codes = Int32Array.from(levels, (level) => {
    const known = numbers.get(String(level));
    if (known !== undefined) return known;
    numbers.set(String(level), distinct.length);
    return distinct.push(level) - 1;
  });
  return { name, isBlock, levels: distinct, codes };
}

/** A combination of levels, one per factor, by the name of the factor. */
export type LevelCombination = Readonly<Record<string, string | number>>;

/** `memory 512, concurrency 10`. */
export function combinationText(combination: LevelCombination): string {
  return Object.entries(combination)
    .map(([name, level]) => `${name} ${level}`)
    .join(', ');
}
