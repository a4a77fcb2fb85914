import { fUpperTail } from '../distribution/f.js';
import { noncentralityFor } from '../distribution/noncentral-f.js';
import { requireArgument } from '../errors.js';
import { confidenceOf, type Interval } from '../evidence/evidence.js';
import { nonFiniteWarning, type Samples } from '../evidence/samples.js';
import type { AnovaCells, AnovaTerm, FactorialAnova, FactorialOptions } from './anova-types.js';
import { anovaWarnings } from './anova-warnings.js';
import { emptyCells, occupiedCells } from './cells.js';
import { type CodedFactor, codeFactors, type Factor } from './factor.js';
import { type FittedModel, fitModel, type TermFit } from './fit-model.js';
import { termName } from './terms.js';

/**
 * Analysis of variance of crossed factors, any number of them, cells of any size: sums of squares of type II by
 * comparison of models (Langsrud, "ANOVA for unbalanced data: use Type II instead of Type III sums of squares", 2003),
 * F tests against the residuals of the whole model, partial and generalised eta squared (Olejnik and Algina,
 * "Generalized eta and omega squared statistics", 2003).
 *
 * It assumes independent residuals, roughly normal and of one variance: look with {@link shapiroWilk} at `residuals`
 * and with {@link brownForsythe} at the cells; latencies belong in logarithms. What the data do not give ends as a
 * warning: `EMPTY_CELLS` and `NOT_ESTIMABLE` name what cannot be had, `ONE_LEVEL` a factor that never changed,
 * `NO_RESIDUAL_DF` a model as large as the data. Throws `ERR_STATS_BAD_ARGUMENT` for lists of different lengths.
 * O(terms · cells · columns²), independent of the number of observations beyond one pass.
 */
export function factorialAnova(
  response: Samples,
  factors: readonly Factor[],
  options: FactorialOptions = {},
): FactorialAnova {
  const { order = Math.max(1, factors.length), sumsOfSquares = 'II' } = options;
  requireArgument(Number.isInteger(order) && order >= 1, `order must be a positive integer, got ${order}`);
  const confidence = confidenceOf(options);
  const coded = codeFactors(response, factors);
  const method = `analysis of variance, ${coded.length} factors, type ${sumsOfSquares} sums of squares`;
  const bad = nonFiniteWarning(response, 'response');
  const model = bad === undefined ? fitModel(response, coded, order, sumsOfSquares) : undefined;
  if (model === undefined) return nothing(response.length, method, bad === undefined ? [] : [bad]);
  const cells = describeCells(response, coded);
  return {
    terms: model.fits.map((fit) => tested(fit, model, coded, confidence)),
    residual: model.residual,
    totalSumSquares: model.total.m2,
    n: response.length,
    cells,
    residuals: model.residuals,
    method,
    warnings: anovaWarnings(model, coded, cells),
  };
}

function nothing(n: number, method: string, warnings: FactorialAnova['warnings']): FactorialAnova {
  const residual = { sumSquares: Number.NaN, df: 0, meanSquare: Number.NaN };
  const cells = { count: 0, empty: [], smallest: 0, largest: 0, isBalanced: false };
  const residuals = new Float64Array();
  return { terms: [], residual, totalSumSquares: Number.NaN, n, cells, residuals, method, warnings };
}

function tested(
  fit: TermFit,
  model: FittedModel,
  factors: readonly CodedFactor[],
  confidence: number,
): AnovaTerm {
  const { term, sumSquares, df, designDf } = fit;
  const { residual } = model;
  const meanSquare = df === 0 ? Number.NaN : sumSquares / df;
  const canTest = df > 0 && residual.df > 0 && model.total.m2 > 0;
  const f = canTest ? ratioOrZero(meanSquare, residual.meanSquare) : Number.NaN;
  const isBlock = term.some((position) => factors[position]!.isBlock);
  return {
    name: termName(term, factors),
    factors: term.map((position) => factors[position]!.name),
    sumSquares,
    df,
    designDf,
    meanSquare,
    f,
    pValue: canTest ? fUpperTail(f, df, residual.df) : 1,
    partialEtaSquared: share(sumSquares, sumSquares + residual.sumSquares),
    partialEtaSquaredInterval: canTest ? etaInterval(f, df, residual.df, confidence) : [0, 1],
    generalizedEtaSquared: share(
      sumSquares,
      (isBlock ? 0 : sumSquares) + blockSumSquares(model, factors) + residual.sumSquares,
    ),
    isBlock,
  };
}

/** Both ends of the noncentrality λ, as the share λ/(λ + n) that they stand for. */
function etaInterval(f: number, df1: number, df2: number, confidence: number): Interval {
  if (f === Number.POSITIVE_INFINITY) return [1, 1];
  const end = (p: number): number => {
    const noncentrality = noncentralityFor(f, df1, df2, p);
    return noncentrality / (noncentrality + df1 + df2 + 1);
  };
  return [end((1 + confidence) / 2), end((1 - confidence) / 2)];
}

function blockSumSquares({ fits }: FittedModel, factors: readonly CodedFactor[]): number {
  return fits
    .filter(({ term }) => term.some((position) => factors[position]!.isBlock))
    .reduce((sum, { sumSquares }) => sum + sumSquares, 0);
}

/** 0/0 is no effect at all; x/0 is an infinitely clear one. */
function ratioOrZero(numerator: number, denominator: number): number {
  return numerator === 0 ? 0 : numerator / denominator;
}

function share(part: number, whole: number): number {
  return whole === 0 ? Number.NaN : part / whole;
}

function describeCells(response: Samples, factors: readonly CodedFactor[]): AnovaCells {
  const crossed = factors.filter(({ isBlock }) => !isBlock);
  const cells = occupiedCells(response, crossed);
  const sizes = cells.map(({ members }) => members.length);
  const all = occupiedCells(response, factors);
  const finest = all.map(({ members }) => members.length);
  return {
    count: crossed.reduce((product, { levels }) => product * levels.length, 1),
    empty: emptyCells(crossed, cells),
    smallest: Math.min(...sizes),
    largest: Math.max(...sizes),
    isBalanced:
      all.length === factors.reduce((product, { levels }) => product * levels.length, 1) &&
      Math.min(...finest) === Math.max(...finest),
  };
}
