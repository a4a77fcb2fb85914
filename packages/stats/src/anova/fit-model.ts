import type { Samples } from '../evidence/samples.js';
import { Moments } from '../moments/moments.js';
import type { AnovaResidual } from './anova-types.js';
import { type Cell, occupiedCells } from './cells.js';
import type { CodedFactor } from './factor.js';
import { type LeastSquares, leastSquares } from './householder.js';
import { fullDf, isContained, modelTerms, type Term, termColumns } from './terms.js';

/** Below this share of the numbers it came from, a difference is rounding and not noise. */
const ROUNDING = 1e-13;

export interface TermFit {
  readonly term: Term;
  readonly sumSquares: number;
  readonly df: number;
  readonly designDf: number;
}

export interface FittedModel {
  readonly terms: readonly Term[];
  readonly full: LeastSquares;
  readonly fits: readonly TermFit[];
  readonly residual: AnovaResidual;
  readonly residuals: Float64Array;
  /** Count, mean and sum of squares about the mean of the response. */
  readonly total: { readonly n: number; readonly mean: number; readonly m2: number };
}

/**
 * Fits the model on the means of its cells, each weighted by the root of its size: the same sums of squares as on all
 * observations, to which the variance within cells is added, and the work does not grow with the observations.
 * Undefined for no observations.
 */
export function fitModel(
  response: Samples,
  factors: readonly CodedFactor[],
  order: number,
  type: 'I' | 'II',
): FittedModel | undefined {
  if (response.length === 0) return undefined;
  const cells = occupiedCells(response, factors);
  const terms = modelTerms(factors, order);
  const { n, mean, m2 } = Moments.of(response).toJSON();
  const negligible = ROUNDING * magnitudeOf(response, mean);
  const design = new Design(factors, cells, mean);
  const full = design.fit(terms);
  const fits = terms.map((term, t) => {
    const others =
      type === 'I' ? terms.slice(0, t) : terms.filter((other) => other !== term && !isContained(term, other));
    const { sumSquares, df } = design.beyond(others, term);
    return {
      term,
      sumSquares: sumSquares <= n * negligible ** 2 ? 0 : sumSquares,
      df,
      designDf: fullDf(term, factors),
    };
  });
  const residuals = spread(response, cells, design.cellResiduals(full.residuals));
  const df = n - full.rank;
  const sumSquares = df === 0 ? 0 : residualSquares(residuals, negligible);
  const residual = { sumSquares, df, meanSquare: df === 0 ? Number.NaN : sumSquares / df };
  return { terms, full, fits, residual, residuals, total: { n, mean, m2 } };
}

/** The cells as rows of weighted least squares. */
class Design {
  readonly #factors: readonly CodedFactor[];
  readonly #cells: readonly Cell[];
  readonly #weights: Float64Array;
  readonly #response: Float64Array;

  constructor(factors: readonly CodedFactor[], cells: readonly Cell[], mean: number) {
    this.#factors = factors;
    this.#cells = cells;
    this.#weights = Float64Array.from(cells, ({ moments }) => Math.sqrt(moments.n));
    // About the mean, so that adding a constant to all observations changes no digit of the result that matters.
    this.#response = Float64Array.from(cells, ({ moments }, row) => {
      return this.#weights[row]! * (moments.mean - mean);
    });
  }

  fit(terms: readonly Term[]) {
    const columns = [[] as Term, ...terms].flatMap((term) => this.#columns(term));
    return leastSquares(columns, this.#response);
  }

  /** What `term` explains beyond `others`, and how many of its columns say anything beyond them. */
  beyond(others: readonly Term[], term: Term): { sumSquares: number; df: number } {
    const { effects } = this.fit([...others, term]);
    const own = effects.subarray(effects.length - fullDf(term, this.#factors));
    const estimable = own.filter((effect) => !Number.isNaN(effect));
    return { sumSquares: estimable.reduce((sum, effect) => sum + effect * effect, 0), df: estimable.length };
  }

  cellResiduals(weighted: Float64Array): Float64Array {
    return weighted.map((residual, row) => residual / this.#weights[row]!);
  }

  #columns(term: Term): Float64Array[] {
    return termColumns(term, this.#factors, this.#cells, this.#weights);
  }
}

/** Each observation's residual: that of its cell's mean, and its own distance from that mean. */
function spread(response: Samples, cells: readonly Cell[], ofMeans: Float64Array): Float64Array {
  const residuals = new Float64Array(response.length);
  cells.forEach(({ moments, members }, row) => {
    for (const i of members) residuals[i] = ofMeans[row]! + (response[i]! - moments.mean);
  });
  return residuals;
}

/** How large the numbers are that rounding took its share of. */
function magnitudeOf(response: Samples, mean: number): number {
  let largest = Math.abs(mean) * 1e-2;
  for (let i = 0; i < response.length; i++) largest = Math.max(largest, Math.abs(response[i]! - mean));
  return largest;
}

function residualSquares(residuals: Float64Array, negligible: number): number {
  if (residuals.every((residual) => Math.abs(residual) <= negligible)) return 0;
  return residuals.reduce((sum, residual) => sum + residual * residual, 0);
}
