import { studentTQuantile, studentTTwoSided } from '../distribution/student-t.js';
import {
  type ConfidenceOptions,
  confidenceOf,
  type Interval,
  noInterval,
  type TestEvidence,
} from '../evidence/evidence.js';
import { nonFiniteWarning, type Samples } from '../evidence/samples.js';
import { warn } from '../evidence/warning.js';
import { type CodedFactor, codeFactors, type Factor } from './factor.js';
import { type FittedModel, fitModel } from './fit-model.js';
import { type ContrastFit, contrastOf } from './householder.js';
import { fullDf } from './terms.js';

export interface MarginalContrastOptions extends ConfidenceOptions {
  /** The highest interaction in the model, as for {@link factorialAnova}. Default: all. */
  readonly order?: number;
}

/** One level of a factor against another, averaged over all combinations of the other factors. */
export interface MarginalContrast extends TestEvidence {
  readonly factor: string;
  readonly baseline: string | number;
  readonly candidate: string | number;
  readonly standardError: number;
  /** Degrees of freedom of the residuals. */
  readonly df: number;
  /** How many contrasts share the confidence. */
  readonly family: number;
}

const METHOD = 'difference of marginal means, Šidák simultaneous t';

/**
 * Every pair of levels of every factor that is no block, candidate − baseline: the difference of means over all combinations of
 * the other factors, each combination counting alike however often it was observed. All intervals together hold
 * with the asked confidence, and p-values are adjusted to match (Šidák, "Rectangular confidence regions for the means
 * of multivariate normal distributions", 1967). Levels keep the order of their first appearance. A contrast that empty cells leave
 * undetermined is `NOT_ESTIMABLE`; a model of lower `order` may estimate it. Where factors interact, an average over the
 * others hides that the effect differs: look at the interactions first.
 */
export function marginalContrasts(
  response: Samples,
  factors: readonly Factor[],
  options: MarginalContrastOptions = {},
): MarginalContrast[] {
  const confidence = confidenceOf(options);
  const coded = codeFactors(response, factors);
  if (nonFiniteWarning(response, 'response') !== undefined) return [];
  const model = fitModel(response, coded, options.order ?? factors.length, 'II');
  if (model === undefined) return [];
  const pairs = levelPairs(coded);
  const fits = pairs.map(({ f, from, to }) =>
    contrastOf(model.full, contrastVector(model, coded, f, from, to)),
  );
  const family = fits.filter((fit) => fit !== undefined).length;
  return pairs.map(({ f, from, to }, i) => {
    const { name, levels } = coded[f]!;
    const sides = { factor: name, baseline: levels[from]!, candidate: levels[to]! };
    return { ...sides, ...evidenceOf(fits[i], model, family, confidence) };
  });
}

interface LevelPair {
  readonly f: number;
  readonly from: number;
  readonly to: number;
}

function levelPairs(factors: readonly CodedFactor[]): LevelPair[] {
  return factors.flatMap(({ levels, isBlock }, f) =>
    isBlock
      ? []
      : levels.flatMap((_, from) => levels.slice(from + 1).map((__, i) => ({ f, from, to: from + 1 + i }))),
  );
}

/** In sum contrasts an even average over the other factors leaves nothing but the main effect's own columns. */
function contrastVector(
  model: FittedModel,
  factors: readonly CodedFactor[],
  f: number,
  from: number,
  to: number,
): Float64Array {
  const vector = new Float64Array(model.full.triangle.length);
  let start = 1;
  for (const term of model.terms) {
    const width = fullDf(term, factors);
    if (term.length === 1 && term[0] === f) {
      for (let j = 0; j < width; j++) vector[start + j] = sumCode(to, j, width) - sumCode(from, j, width);
    }
    start += width;
  }
  return vector;
}

function sumCode(level: number, column: number, last: number): number {
  return level === last ? -1 : level === column ? 1 : 0;
}

type ContrastEvidence = Omit<MarginalContrast, 'factor' | 'baseline' | 'candidate'>;

function evidenceOf(
  fit: ContrastFit | undefined,
  { residual, total }: FittedModel,
  family: number,
  confidence: number,
): ContrastEvidence {
  const none = { statistic: Number.NaN, pValue: 1, standardError: Number.NaN, df: residual.df, family };
  if (fit === undefined) {
    const text =
      'empty cells leave this difference undetermined; a model without interactions may estimate it';
    return { ...noInterval(Number.NaN, total.n, METHOD, [warn('NOT_ESTIMABLE', text)]), ...none };
  }
  if (residual.df === 0) {
    const text =
      'no repeats to measure noise with: repeat trials, or leave out the highest interaction (order)';
    return { ...noInterval(fit.estimate, total.n, METHOD, [warn('NO_RESIDUAL_DF', text)]), ...none };
  }
  const standardError = Math.sqrt(fit.variance * residual.meanSquare);
  const statistic = fit.estimate === 0 ? 0 : fit.estimate / standardError;
  const single = -Math.expm1(Math.log(confidence) / family);
  const half = -studentTQuantile(single / 2, residual.df) * standardError;
  const interval: Interval = [fit.estimate - half, fit.estimate + half];
  const pValue = -Math.expm1(family * Math.log1p(-studentTTwoSided(statistic, residual.df)));
  const warnings =
    residual.sumSquares > 0 ? [] : [warn('ZERO_VARIANCE', 'repeats within cells are all equal')];
  const { estimate } = fit;
  return {
    estimate,
    interval,
    confidence,
    n: total.n,
    method: METHOD,
    warnings,
    statistic,
    pValue,
    standardError,
    df: residual.df,
    family,
  };
}
