import { type Interval, meanInterval, type Seed } from '@benchwright/stats';
import { type CellPoint, cellPoints, type ResampleOptions, resampledPoints } from './cell-bootstrap.js';
import { type CellTrial, trialsByCell } from './cell-trial.js';

export interface CheapestOptions extends ResampleOptions {
  /** The p95 that a configuration must stay below. */
  readonly maxP95Ns: number;
  /** Confidence of each cell's interval. Default 0.95. */
  readonly confidence?: number;
}

/** A configuration against the limit. */
export interface Candidate extends CellPoint {
  /** Student's t over the logarithms of the trials' p95; infinite with one trial. */
  readonly p95IntervalNs: Interval;
  /** `meets`: all of the interval below the limit; `misses`: all above; `not-shown`: the limit is inside. */
  readonly outcome: 'meets' | 'misses' | 'not-shown';
  /** In how many of the resamples its p95 was below the limit; NaN with one trial. */
  readonly meetsShare: number;
  /** In how many it was the cheapest that was. */
  readonly cheapestShare: number;
}

export interface CheapestConfiguration {
  readonly maxP95Ns: number;
  readonly confidence: number;
  /** The cheapest that is shown to meet the limit; null where none is. */
  readonly shown: Candidate | null;
  /** A cheaper one that may meet it: more trials would tell. */
  readonly cheaperNotShown: Candidate | null;
  /** In how many of the resamples no configuration met the limit; NaN with one trial. */
  readonly noneShare: number;
  /** Cheapest first. */
  readonly candidates: readonly Candidate[];
  readonly resamples: number;
  readonly seed: Seed;
}

/**
 * The cheapest configuration whose p95 stays below a limit, and how sure that is: `shown` rests on intervals over trials (as every SLO
 * here does), the shares on a seeded bootstrap of rounds, in which the choice is made again each time. O(resamples × trials).
 */
export function cheapestConfiguration(
  trials: readonly CellTrial[],
  options: CheapestOptions,
): CheapestConfiguration {
  const { maxP95Ns, confidence = 0.95, resamples = 2000, seed = 1 } = options;
  const points = cellPoints(trials);
  const tally = tallyOf(trials, points, { maxP95Ns, resamples, seed });
  const byCell = trialsByCell(trials);
  const candidates = points
    .map((point): Candidate => {
      const p95IntervalNs = logInterval(byCell.get(point.cellId) ?? [], confidence);
      const { meets, cheapest } = tally.of(point.cellId);
      return {
        ...point,
        p95IntervalNs,
        outcome: outcomeOf(p95IntervalNs, maxP95Ns),
        meetsShare: meets,
        cheapestShare: cheapest,
      };
    })
    .sort((a, b) => a.usdPerMillionObjects - b.usdPerMillionObjects);
  const shown = candidates.find(({ outcome }) => outcome === 'meets') ?? null;
  const mayMeet = candidates.find(({ outcome }) => outcome === 'not-shown') ?? null;
  const isCheaper =
    mayMeet !== null && (shown === null || mayMeet.usdPerMillionObjects < shown.usdPerMillionObjects);
  return {
    maxP95Ns,
    confidence,
    shown,
    cheaperNotShown: isCheaper ? mayMeet : null,
    noneShare: tally.noneShare,
    candidates,
    resamples,
    seed,
  };
}

function logInterval(trials: readonly CellTrial[], confidence: number): Interval {
  const logarithms = trials.map(({ latencyP95Ns }) => Math.log(latencyP95Ns)).filter(Number.isFinite);
  const [low, high] = meanInterval(logarithms, { confidence }).interval;
  return [Math.exp(low), Math.exp(high)];
}

function outcomeOf([low, high]: Interval, limit: number): Candidate['outcome'] {
  if (high < limit) return 'meets';
  return low >= limit ? 'misses' : 'not-shown';
}

interface Tally {
  of(cellId: string): { readonly meets: number; readonly cheapest: number };
  readonly noneShare: number;
}

function tallyOf(
  trials: readonly CellTrial[],
  points: readonly CellPoint[],
  {
    maxP95Ns,
    resamples,
    seed,
  }: { readonly maxP95Ns: number; readonly resamples: number; readonly seed: Seed },
): Tally {
  if (points.length === 0 || points.some((point) => point.trials < 2)) {
    return { of: () => ({ meets: Number.NaN, cheapest: Number.NaN }), noneShare: Number.NaN };
  }
  const meets = new Map<string, number>();
  const cheapest = new Map<string, number>();
  let none = 0;
  for (const sample of resampledPoints(trials, { resamples, seed })) {
    const good = sample.filter(({ latencyP95Ns }) => latencyP95Ns < maxP95Ns);
    for (const { cellId } of good) meets.set(cellId, (meets.get(cellId) ?? 0) + 1);
    const best = good.reduce<CellPoint | undefined>(
      (low, point) =>
        low === undefined || point.usdPerMillionObjects < low.usdPerMillionObjects ? point : low,
      undefined,
    );
    if (best === undefined) none++;
    else cheapest.set(best.cellId, (cheapest.get(best.cellId) ?? 0) + 1);
  }
  return {
    of: (cellId) => ({
      meets: (meets.get(cellId) ?? 0) / resamples,
      cheapest: (cheapest.get(cellId) ?? 0) / resamples,
    }),
    noneShare: none / resamples,
  };
}
