import { type FactorialAnova, type Interval, Moments, studentTQuantile } from '@benchwright/stats';
import type { CellTrial, FactorLevel } from './cell-trial.js';

/** A point of an interaction plot. */
export interface PlotPoint {
  readonly x: FactorLevel;
  /** Geometric mean over the cells of this combination, each counting alike; in the metric's unit. */
  readonly mean: number;
  /** From the noise of all cells together; for this point by itself. */
  readonly interval: Interval;
  readonly trials: number;
  /** Some cells of this combination have no trial: points are no longer averages over the same. */
  readonly isIncomplete: boolean;
}

/** One line for each level of one factor over the levels of another. Lines that are not parallel are an interaction. */
export interface InteractionPlot {
  readonly xFactor: string;
  readonly lineFactor: string;
  readonly lines: readonly { readonly level: FactorLevel; readonly points: readonly PlotPoint[] }[];
}

/** The data of a plot for every pair of factors. `logarithms` belong to `trials` one by one; they come back as geometric means. */
export function interactionPlots(
  trials: readonly CellTrial[],
  logarithms: readonly number[],
  anova: FactorialAnova,
  names: readonly string[],
  confidence: number,
): InteractionPlot[] {
  const cells = cellMoments(trials, logarithms);
  const { meanSquare, df } = anova.residual;
  const t = df > 0 ? studentTQuantile((1 + confidence) / 2, df) : Number.NaN;
  const pairs = names.flatMap((xFactor, i) =>
    names.slice(i + 1).map((lineFactor) => ({ xFactor, lineFactor })),
  );
  return pairs.map(({ xFactor, lineFactor }) => {
    const expected = names
      .filter((name) => name !== xFactor && name !== lineFactor)
      .reduce((product, name) => product * levelsOf(trials, name).length, 1);
    const point = (x: FactorLevel, level: FactorLevel): PlotPoint | undefined => {
      const here = cells.filter(({ factors }) => factors[xFactor] === x && factors[lineFactor] === level);
      return here.length === 0 ? undefined : pointOf(x, here, expected, t * Math.sqrt(meanSquare));
    };
    const lines = levelsOf(trials, lineFactor).map((level) => ({
      level,
      points: levelsOf(trials, xFactor).flatMap((x) => point(x, level) ?? []),
    }));
    return { xFactor, lineFactor, lines };
  });
}

interface MeasuredCell {
  readonly factors: CellTrial['factors'];
  readonly moments: Moments;
}

function cellMoments(trials: readonly CellTrial[], logarithms: readonly number[]): MeasuredCell[] {
  const cells = new Map<string, MeasuredCell>();
  trials.forEach(({ cellId, factors }, i) => {
    const cell = cells.get(cellId) ?? { factors, moments: new Moments() };
    cells.set(cellId, cell);
    cell.moments.add(logarithms[i]!);
  });
  return [...cells.values()];
}

function pointOf(
  x: FactorLevel,
  cells: readonly MeasuredCell[],
  expected: number,
  halfWidthOfOne: number,
): PlotPoint {
  const mean = cells.reduce((sum, { moments }) => sum + moments.mean, 0) / cells.length;
  const variance = cells.reduce((sum, { moments }) => sum + 1 / moments.n, 0) / cells.length ** 2;
  const half = halfWidthOfOne * Math.sqrt(variance);
  return {
    x,
    mean: Math.exp(mean),
    interval: Number.isNaN(half)
      ? [0, Number.POSITIVE_INFINITY]
      : [Math.exp(mean - half), Math.exp(mean + half)],
    trials: cells.reduce((sum, { moments }) => sum + moments.n, 0),
    isIncomplete: cells.length < expected,
  };
}

/** Numbers in ascending order, texts as they first appear. */
function levelsOf(trials: readonly CellTrial[], name: string): FactorLevel[] {
  const levels = [...new Set(trials.flatMap(({ factors }) => factors[name] ?? []))];
  return levels.every((level) => typeof level === 'number') ? levels.sort((a, b) => a - b) : levels;
}
