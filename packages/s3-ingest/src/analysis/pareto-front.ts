import type { Seed } from '@benchwright/stats';
import { type CellPoint, cellPoints, type ResampleOptions, resampledPoints } from './cell-bootstrap.js';
import type { CellTrial } from './cell-trial.js';

export interface ParetoOptions extends ResampleOptions {
  /** Share of resamples from which on a cell counts as surely on the front. Default 0.95. */
  readonly threshold?: number;
}

/** A cell and where it stands. */
export interface ParetoPoint extends CellPoint {
  /** No other cell is as good in cost, p95 and throughput and better in one of them, as measured. */
  readonly isOnFront: boolean;
  /** In how many of the resamples it was on the front; NaN where trials are too few to tell (one). */
  readonly frontShare: number;
  /** frontShare reaches the threshold: `sure`; falls below 1 − threshold: `out`; else `open`. */
  readonly standing: 'sure' | 'open' | 'out';
  /** A cell that is better, if one is. */
  readonly dominatedBy: string | null;
}

export interface ParetoFront {
  /** Cheapest first. */
  readonly points: readonly ParetoPoint[];
  readonly threshold: number;
  readonly resamples: number;
  readonly seed: Seed;
  /** Trials of the cell with the fewest. Shares from fewer than five are coarse. */
  readonly fewestTrials: number;
}

/**
 * Which configurations nobody would leave unless one of cost, p95 and throughput mattered less than the others: the Pareto front,
 * with the share of bootstrap resamples (rounds drawn again) in which each is on it. Seeded. O(resamples × cells²).
 */
export function paretoFront(trials: readonly CellTrial[], options: ParetoOptions = {}): ParetoFront {
  const { resamples = 2000, seed = 1, threshold = 0.95 } = options;
  const points = cellPoints(trials);
  const fewestTrials = Math.min(...points.map((point) => point.trials));
  const counts = new Map<string, number>();
  const drawn = fewestTrials >= 2 ? resampledPoints(trials, { resamples, seed }) : [];
  for (const sample of drawn) {
    for (const point of sample) {
      if (dominator(point, sample) === undefined)
        counts.set(point.cellId, (counts.get(point.cellId) ?? 0) + 1);
    }
  }
  const placed = points.map((point): ParetoPoint => {
    const better = dominator(point, points);
    const frontShare = drawn.length === 0 ? Number.NaN : (counts.get(point.cellId) ?? 0) / resamples;
    const standing = frontShare >= threshold ? 'sure' : frontShare <= 1 - threshold ? 'out' : 'open';
    return {
      ...point,
      isOnFront: better === undefined,
      frontShare,
      standing,
      dominatedBy: better?.cellId ?? null,
    };
  });
  placed.sort((a, b) => a.usdPerMillionObjects - b.usdPerMillionObjects);
  return { points: placed, threshold, resamples, seed, fewestTrials: points.length === 0 ? 0 : fewestTrials };
}

function dominator(point: CellPoint, others: readonly CellPoint[]): CellPoint | undefined {
  return others.find((other) => dominates(other, point));
}

/** At least as good in everything, better in something. */
export function dominates(a: CellPoint, b: CellPoint): boolean {
  return (
    a.usdPerMillionObjects <= b.usdPerMillionObjects &&
    a.latencyP95Ns <= b.latencyP95Ns &&
    a.objectsPerSec >= b.objectsPerSec &&
    (a.usdPerMillionObjects < b.usdPerMillionObjects ||
      a.latencyP95Ns < b.latencyP95Ns ||
      a.objectsPerSec > b.objectsPerSec)
  );
}
