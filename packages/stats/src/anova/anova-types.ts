import type { ConfidenceOptions, Interval } from '../evidence/evidence.js';
import type { Warning } from '../evidence/warning.js';
import type { LevelCombination } from './factor.js';

export interface FactorialOptions extends ConfidenceOptions {
  /** The highest interaction in the model: 1 main effects only, 2 two-way … Default: all. */
  readonly order?: number;
  /**
   * II: each term beyond all terms that do not contain it, whatever the order of the factors. I: each term beyond those
   * before it (main effects in the order given first). Equal for balanced data. Default II.
   */
  readonly sumsOfSquares?: 'I' | 'II';
}

/** A main effect or interaction. */
export interface AnovaTerm {
  /** The factors' names joined by ` × `. */
  readonly name: string;
  readonly factors: readonly string[];
  readonly sumSquares: number;
  /** What can be estimated; less than `designDf` where cells are empty. */
  readonly df: number;
  /** Degrees of freedom if no cell were empty. */
  readonly designDf: number;
  readonly meanSquare: number;
  /** NaN when no test can be made. */
  readonly f: number;
  /** 1 when no test can be made. */
  readonly pValue: number;
  /** SS / (SS + SS of the residuals). */
  readonly partialEtaSquared: number;
  /** By inversion of the noncentral F distribution (Steiger, "Beyond the F test", 2004); [0, 1] when no test can be made. */
  readonly partialEtaSquaredInterval: Interval;
  /** Comparable between designs: SS over itself and all variance that was not set (residuals and blocks). */
  readonly generalizedEtaSquared: number;
  readonly isBlock: boolean;
}

export interface AnovaResidual {
  readonly sumSquares: number;
  readonly df: number;
  readonly meanSquare: number;
}

/** How observations lie over the crossing of the factors that are no blocks. */
export interface AnovaCells {
  readonly count: number;
  readonly empty: readonly LevelCombination[];
  /** Observations in the least and in the most occupied cell that is not empty. */
  readonly smallest: number;
  readonly largest: number;
  /** Every cell, blocks included, holds the same number of observations. */
  readonly isBalanced: boolean;
}

/** The table of an analysis of variance and what it is worth. */
export interface FactorialAnova {
  readonly terms: readonly AnovaTerm[];
  readonly residual: AnovaResidual;
  /** About the mean. */
  readonly totalSumSquares: number;
  readonly n: number;
  readonly cells: AnovaCells;
  /** Response minus fit, in the order of the response; empty when nothing was fitted. */
  readonly residuals: Float64Array;
  readonly method: string;
  readonly warnings: readonly Warning[];
}
