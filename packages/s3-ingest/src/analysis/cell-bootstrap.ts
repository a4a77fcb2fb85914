import { createRandom, type Random, type Seed } from '@benchwright/stats';
import { type CellTrial, trialsByCell } from './cell-trial.js';

/** What a decision is made from: one point per cell. */
export interface CellPoint {
  readonly cellId: string;
  readonly factors: CellTrial['factors'];
  readonly trials: number;
  /** Geometric mean of the trials' p95: the p95 of a typical trial. */
  readonly latencyP95Ns: number;
  /** Means of the trials. */
  readonly objectsPerSec: number;
  readonly usdPerMillionObjects: number;
}

export interface ResampleOptions {
  /** Default 2000. */
  readonly resamples?: number;
  /** Recorded in the result. Default 1. */
  readonly seed?: Seed;
}

/** The cells as measured. Trials whose values are no numbers above zero are left out; a cell without others is, too. */
export function cellPoints(trials: readonly CellTrial[]): CellPoint[] {
  return [...trialsByCell(trials.filter(isUsable)).values()].map(pointOf);
}

/**
 * The cells as they might have been measured: trials drawn again with replacement (Efron 1979), `resamples` times. Whole rounds are
 * drawn where every cell has a trial in each, so that what a round did to all cells stays together; else each cell by itself. With n trials
 * the spread is too small by √((n−1)/n). O(resamples × trials).
 */
export function resampledPoints(
  trials: readonly CellTrial[],
  { resamples = 2000, seed = 1 }: ResampleOptions,
): CellPoint[][] {
  const cells = [...trialsByCell(trials.filter(isUsable)).values()];
  const random = createRandom(seed).fork('cells');
  const byRound = roundsOf(cells);
  return Array.from({ length: resamples }, () =>
    (byRound === undefined ? eachByItself(cells, random) : wholeRounds(cells, byRound, random)).map(pointOf),
  );
}

function isUsable(trial: CellTrial): boolean {
  const { latencyP95Ns, objectsPerSec, usdPerMillionObjects } = trial;
  return [latencyP95Ns, objectsPerSec, usdPerMillionObjects].every(
    (value) => value > 0 && Number.isFinite(value),
  );
}

/** The rounds, if every cell has exactly one trial in each of them. */
function roundsOf(cells: readonly (readonly CellTrial[])[]): number[] | undefined {
  const rounds = [...new Set(cells.flat().map(({ round }) => round))];
  const complete = cells.every(
    (cell) => cell.length === rounds.length && new Set(cell.map(({ round }) => round)).size === rounds.length,
  );
  return complete ? rounds : undefined;
}

function wholeRounds(
  cells: readonly CellTrial[][],
  rounds: readonly number[],
  random: Random,
): CellTrial[][] {
  const drawn = rounds.map(() => rounds[random.nextInt(rounds.length)]!);
  return cells.map((cell) => drawn.map((wanted) => cell.find(({ round }) => round === wanted)!));
}

function eachByItself(cells: readonly CellTrial[][], random: Random): CellTrial[][] {
  return cells.map((cell) => cell.map(() => cell[random.nextInt(cell.length)]!));
}

function pointOf(trials: readonly CellTrial[]): CellPoint {
  const mean = (value: (trial: CellTrial) => number) =>
    trials.reduce((sum, trial) => sum + value(trial), 0) / trials.length;
  const { cellId, factors } = trials[0]!;
  return {
    cellId,
    factors,
    trials: trials.length,
    latencyP95Ns: Math.exp(mean(({ latencyP95Ns }) => Math.log(latencyP95Ns))),
    objectsPerSec: mean(({ objectsPerSec }) => objectsPerSec),
    usdPerMillionObjects: mean(({ usdPerMillionObjects }) => usdPerMillionObjects),
  };
}
