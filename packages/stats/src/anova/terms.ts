import type { Cell } from './cells.js';
import type { CodedFactor } from './factor.js';

/** A main effect or interaction: the positions of its factors, ascending. */
export type Term = readonly number[];

/**
 * The terms of the model: every main effect, and the interactions of up to `order` factors except of blocks. Main
 * effects first, then interactions by order. A factor with one level has none.
 */
export function modelTerms(factors: readonly CodedFactor[], order: number): Term[] {
  const usable = factors.flatMap(({ levels }, f) => (levels.length > 1 ? [f] : []));
  let terms: Term[] = [[]];
  for (const f of usable) {
    const more = terms
      .filter(
        (term) =>
          term.length === 0 ||
          (term.length < order && !factors[f]!.isBlock && term.every((g) => !factors[g]!.isBlock)),
      )
      .map((term) => [...term, f]);
    terms = [...terms, ...more];
  }
  // A stable sort: among equals the order in which R lists them.
  return terms.slice(1).sort((a, b) => a.length - b.length);
}

/** Whether `inner` is part of `outer` and not the same: memory of memory × concurrency. */
export function isContained(inner: Term, outer: Term): boolean {
  return inner.length < outer.length && inner.every((f) => outer.includes(f));
}

/** `memory × concurrency`. */
export function termName(term: Term, factors: readonly CodedFactor[]): string {
  return term.map((f) => factors[f]!.name).join(' × ');
}

/** Degrees of freedom of a term when no cell is empty: the product of levels − 1. */
export function fullDf(term: Term, factors: readonly CodedFactor[]): number {
  return term.reduce((df, f) => df * (factors[f]!.levels.length - 1), 1);
}

/**
 * The columns of a term over the cells in sum contrasts (the last level is minus all others), each row scaled by its
 * weight. Sum contrasts make the columns of different terms orthogonal in balanced data, which is what keeps the
 * elimination well conditioned.
 */
export function termColumns(
  term: Term,
  factors: readonly CodedFactor[],
  cells: readonly Cell[],
  weights: Float64Array,
): Float64Array[] {
  let columns = [weights.slice()];
  for (const f of term) {
    const last = factors[f]!.levels.length - 1;
    columns = columns.flatMap((column) =>
      Array.from({ length: last }, (_, level) =>
        column.map((value, row) => {
          const code = cells[row]!.codes[f]!;
          return value * (code === last ? -1 : code === level ? 1 : 0);
        }),
      ),
    );
  }
  return columns;
}
