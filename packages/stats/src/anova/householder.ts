/** A column this much smaller after the columns before it are taken out is a combination of them; R's `lm` has the same. */
const COLLINEAR = 1e-7;

/** What is left of a response after its projection, and which columns carried it. */
export interface LeastSquares {
  /** One entry per column: the response along what the column adds to those before it; NaN where it adds nothing. */
  readonly effects: Float64Array;
  /** Columns that add something: the rank. */
  readonly rank: number;
  /** The column behind each pivot, ascending. */
  readonly pivots: readonly number[];
  /** Column by column: what it shares with the pivots before it, then its own length (0 for a passed-over one). */
  readonly triangle: readonly Float64Array[];
  /** The response minus its fit. */
  readonly residuals: Float64Array;
}

/**
 * Least squares by Householder's reflections (Businger and Golub, "Linear least squares solutions by Householder
 * transformations", 1965), column by column in the order given. A column that is a combination of earlier ones is
 * passed over, so that effects stay with the terms they were asked for: no pivoting. The squares of `effects` are the
 * sequential sums of squares, got without subtracting sums. The columns become the `triangle`. O(rows · columns²).
 */
export function leastSquares(columns: readonly Float64Array[], response: Float64Array): LeastSquares {
  const work = response.slice();
  const effects = new Float64Array(columns.length).fill(Number.NaN);
  const reflectors: Float64Array[] = [];
  const pivots: number[] = [];
  columns.forEach((column, j) => {
    const size = norm(column, 0);
    reflectors.forEach((reflector, pivot) => {
      reflect(reflector, pivot, column);
    });
    const pivot = reflectors.length;
    const left = norm(column, pivot);
    if (left <= COLLINEAR * size) {
      column.fill(0, pivot);
      return;
    }
    const reflector = reflectorOf(column, pivot, left);
    reflectors.push(reflector);
    pivots.push(j);
    reflect(reflector, pivot, column);
    reflect(reflector, pivot, work);
    effects[j] = work[pivot]!;
  });
  const rank = reflectors.length;
  work.fill(0, 0, rank);
  for (let pivot = rank - 1; pivot >= 0; pivot--) reflect(reflectors[pivot]!, pivot, work);
  return { effects, rank, pivots, triangle: columns, residuals: work };
}

/** A linear combination of coefficients. */
export interface ContrastFit {
  readonly estimate: number;
  /** Its variance as a multiple of the residual variance. */
  readonly variance: number;
}

/**
 * The combination Σ `contrast[j]` · coefficient j, by forward substitution through the triangle; undefined when the
 * columns passed over make it depend on which of them were kept, so that the data do not tell it.
 */
export function contrastOf(fit: LeastSquares, contrast: Float64Array): ContrastFit | undefined {
  const { triangle, pivots, effects } = fit;
  const solved: number[] = [];
  let estimate = 0;
  let variance = 0;
  for (let j = 0; j < contrast.length; j++) {
    let left = contrast[j]!;
    for (let k = 0; k < solved.length; k++) left -= triangle[j]![k]! * solved[k]!;
    if (pivots[solved.length] !== j) {
      if (Math.abs(left) > COLLINEAR) return undefined;
      continue;
    }
    const along = left / triangle[j]![solved.length]!;
    solved.push(along);
    estimate += along * effects[j]!;
    variance += along * along;
  }
  return { estimate, variance };
}

/** The unit vector v for which (I − 2vvᵀ) turns the column from `pivot` on into its length times the first axis. */
function reflectorOf(column: Float64Array, pivot: number, length: number): Float64Array {
  const v = column.slice();
  v.fill(0, 0, pivot);
  // Away from the axis, so that nothing cancels.
  v[pivot] = v[pivot]! + (v[pivot]! < 0 ? -length : length);
  const size = norm(v, pivot);
  for (let i = pivot; i < v.length; i++) v[i] = v[i]! / size;
  return v;
}

function reflect(v: Float64Array, pivot: number, vector: Float64Array): void {
  let product = 0;
  for (let i = pivot; i < v.length; i++) product += v[i]! * vector[i]!;
  for (let i = pivot; i < v.length; i++) vector[i] = vector[i]! - 2 * product * v[i]!;
}

function norm(vector: Float64Array, from: number): number {
  let squares = 0;
  for (let i = from; i < vector.length; i++) squares += vector[i]! * vector[i]!;
  return Math.sqrt(squares);
}
