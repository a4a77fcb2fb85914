import {
  type AnovaTerm,
  type AssumptionCheck,
  benjaminiHochberg,
  brownForsythe,
  type Factor,
  type FactorialAnova,
  factorialAnova,
  shapiroWilk,
  type Warning,
} from '@benchwright/stats';
import type { CellTrial, TrialMetric } from './cell-trial.js';
import { type InteractionPlot, interactionPlots } from './interaction-plots.js';
import { type LevelRatio, levelRatios } from './level-ratios.js';

export interface EffectsOptions {
  /** Analysed in logarithms, so that effects are ratios. Default latencyP95Ns. */
  readonly metric?: TrialMetric;
  /** Default: every factor of the trials, in their order. */
  readonly factors?: readonly string[];
  /** The highest interaction in the model. Default: all; one less where every cell has one trial. */
  readonly order?: number;
  /** Confidence of intervals. Default 0.95. */
  readonly confidence?: number;
}

/** A row of the table of effects. */
export interface EffectTerm extends AnovaTerm {
  /** p after Benjamini and Hochberg over all terms of the table but the rounds. */
  readonly adjustedPValue: number;
}

/** Which factors matter, and whether the effect of one depends on another. */
export interface EffectsAnalysis {
  readonly metric: TrialMetric;
  readonly terms: readonly EffectTerm[];
  readonly anova: FactorialAnova;
  /** The highest interaction that the model has. */
  readonly order: number;
  /** Look before believing p-values: residuals of the logarithms, and their spread from cell to cell. */
  readonly normality: AssumptionCheck;
  readonly equalVariances: AssumptionCheck;
  readonly ratios: readonly LevelRatio[];
  readonly plots: readonly InteractionPlot[];
  /** Trials whose value is no positive number (nothing came through): they cannot be part of it. */
  readonly leftOut: number;
  readonly confidence: number;
  readonly warnings: readonly Warning[];
}

const ROUND = 'round';

/**
 * Factorial analysis of variance of the logarithm of one value per trial, rounds as blocks: main effects, interactions, generalised
 * eta squared, residual checks, ratios between levels with simultaneous intervals, and means to plot. Pure; deterministic.
 * Throws the `ERR_STATS_BAD_ARGUMENT` of stats for a confidence or order that makes no sense.
 */
export function analyseEffects(trials: readonly CellTrial[], options: EffectsOptions = {}): EffectsAnalysis {
  const { metric = 'latencyP95Ns', confidence = 0.95 } = options;
  const usable = trials.filter((trial) => trial[metric] > 0 && Number.isFinite(trial[metric]));
  const names = options.factors ?? Object.keys(usable[0]?.factors ?? {});
  const varying = names.filter(
    (name) => new Set(usable.map(({ factors }) => String(factors[name]))).size > 1,
  );
  const response = usable.map((trial) => Math.log(trial[metric]));
  // A design in which nothing varies still has a table: one that says so.
  const factors = factorsOf(usable, varying.length > 0 ? varying : names.slice(0, 1));
  const order = options.order ?? fittingOrder(usable, varying);
  const anova = factorialAnova(response, factors, { order, confidence });
  return {
    metric,
    terms: withAdjusted(anova.terms),
    anova,
    order,
    normality: shapiroWilk(anova.residuals),
    equalVariances: brownForsythe(residualsByCell(usable, anova.residuals)),
    ratios: levelRatios(response, factors, { order, confidence }),
    plots: interactionPlots(usable, response, anova, varying, confidence),
    leftOut: trials.length - usable.length,
    confidence,
    warnings: anova.warnings,
  };
}

function factorsOf(trials: readonly CellTrial[], names: readonly string[]): Factor[] {
  const factors: Factor[] = names.map((name) => ({
    name,
    levels: trials.map((trial) => trial.factors[name] ?? 'none'),
  }));
  if (factors.length === 0) factors.push({ name: 'cell', levels: trials.map(({ cellId }) => cellId) });
  const rounds = new Set(trials.map(({ round }) => round));
  if (rounds.size < 2) return factors;
  return [...factors, { name: ROUND, levels: trials.map(({ round }) => round), isBlock: true }];
}

/** All interactions where cells have repeats; else the highest one has to stand for noise. */
function fittingOrder(trials: readonly CellTrial[], names: readonly string[]): number {
  const cells = new Set(trials.map(({ factors }) => names.map((name) => factors[name]).join('\n')));
  const all = Math.max(1, names.length);
  return trials.length > cells.size ? all : Math.max(1, all - 1);
}

function withAdjusted(terms: readonly AnovaTerm[]): EffectTerm[] {
  const asked = terms.map(({ isBlock, df, pValue }) => (isBlock || df === 0 ? Number.NaN : pValue));
  const adjusted = benjaminiHochberg(asked);
  return terms.map((term, i) => ({ ...term, adjustedPValue: adjusted[i]! }));
}

function residualsByCell(trials: readonly CellTrial[], residuals: Float64Array): number[][] {
  const groups = new Map<string, number[]>();
  trials.forEach(({ cellId }, i) => {
    const group = groups.get(cellId) ?? [];
    group.push(residuals[i] ?? Number.NaN);
    groups.set(cellId, group);
  });
  return [...groups.values()];
}
