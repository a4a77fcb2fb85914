import type { HistoryAcceptance, HistorySeriesName } from '@benchwright/result-schema';
import {
  createRandom,
  type Interval,
  Moments,
  ratioAsChange,
  type Seed,
  welchDifference,
  welchRatio,
} from '@benchwright/stats';
import { type Cut, findCuts, leastValues } from './find-cuts.js';
import type { HistoryPoint, HistorySeries } from './history-series.js';

export interface FollowOptions {
  /** Least number of runs between two changes. Default 3. */
  readonly minSegment?: number;
  /** Smaller changes than this share are not reported, however sure. Default 0.01. */
  readonly minChangeShare?: number;
  /** Chance of a change where there is none, of all series together; each gets its part, between 0.001 and 0.01. Default 0.05. */
  readonly falseAlarmShare?: number;
  /** The same seed finds the same changes. Default 1. */
  readonly seed?: Seed;
}

/** A stretch of runs on one level. */
export interface HistoryLevel {
  readonly from: number;
  /** The index after its last run. */
  readonly to: number;
  readonly mean: number;
}

/** A lasting change of a series' level. */
export interface HistoryChange {
  /** Short, and the same as long as the change begins with the same run. */
  readonly id: string;
  readonly series: HistorySeriesName;
  /** Index of the first run after it. */
  readonly at: number;
  readonly first: HistoryPoint;
  readonly lastBefore: HistoryPoint;
  readonly before: number;
  readonly after: number;
  /** after ÷ before − 1 with its interval; null where not all values are above zero. */
  readonly change: { readonly estimate: number; readonly interval: Interval } | null;
  readonly pValue: number;
  readonly verdict: 'improved' | 'regressed';
  /** The acceptance that made the level after it the normal one. */
  readonly accepted: HistoryAcceptance | null;
  /** A regression that nobody accepted and nothing has made good since. */
  readonly open: boolean;
}

/** A series with what is to be said about it. */
export interface FollowedSeries {
  readonly series: HistorySeries;
  readonly levels: readonly HistoryLevel[];
  readonly changes: readonly HistoryChange[];
  /** With fewer runs than this no change can be told from chance, however large. */
  readonly leastRuns: number;
  readonly method: string;
}

/** Whether a series is long enough for its silence to mean anything. */
export function isLongEnough({ series, leastRuns }: FollowedSeries): boolean {
  return series.points.length >= leastRuns;
}

const DEFAULT_FALSE_ALARMS = 0.05;

/**
 * Finds the lasting changes of every series: E-divisive means, or CUSUM for short ones (see `changePoints` of stats), then only those
 * of at least `minChangeShare`. Accepted changes are marked: an acceptance makes the level of its run the normal one. Pure; seeded.
 */
export function followSeries(
  series: readonly HistorySeries[],
  acceptances: readonly HistoryAcceptance[],
  options: FollowOptions = {},
): FollowedSeries[] {
  const share = (options.falseAlarmShare ?? DEFAULT_FALSE_ALARMS) / Math.max(1, series.length);
  const significance = Math.min(0.01, Math.max(0.001, share));
  return series.map((one) => follow(one, acceptances, { ...options, significance }));
}

function follow(
  series: HistorySeries,
  acceptances: readonly HistoryAcceptance[],
  { minSegment = 3, minChangeShare = 0.01, seed = 1, significance }: FollowOptions & { significance: number },
): FollowedSeries {
  const values = series.points.map(({ value }) => value);
  const { cuts, method } = findCuts(values, { minSegment, significance, seed });
  const kept = largeCuts(values, cuts, minChangeShare);
  const edges = [0, ...kept.map(({ at }) => at), values.length];
  const levels = edges
    .slice(1)
    .map((to, i): HistoryLevel => ({ from: edges[i]!, to, mean: meanOf(values, edges[i]!, to) }));
  const relevant = acceptances.filter((acceptance) => concerns(acceptance, series.name));
  const changes = kept.map((cut, i) =>
    changeOf(series, cut, [levels[i]!, levels[i + 1]!], levels.at(-1)!.mean, {
      relevant,
      minSegment,
      minChangeShare,
    }),
  );
  return { series, levels, changes, leastRuns: leastValues({ minSegment, significance }), method };
}

/** Drops the smallest change that is too small until none is: the stretches on its sides become one, which changes the others. */
function largeCuts(values: readonly number[], cuts: readonly Cut[], minShare: number): readonly Cut[] {
  let kept = cuts;
  for (;;) {
    const sizes = kept.map(({ at }, i) => {
      const before = meanOf(values, kept[i - 1]?.at ?? 0, at);
      const after = meanOf(values, at, kept[i + 1]?.at ?? values.length);
      return sizeOf(before, after);
    });
    const least = Math.min(...sizes);
    if (kept.length === 0 || least >= minShare) return kept;
    kept = kept.filter((_, i) => i !== sizes.indexOf(least));
  }
}

/** As a share of the level before; from zero every change is infinitely large. */
function sizeOf(before: number, after: number): number {
  if (after === before) return 0;
  return before === 0 ? Number.POSITIVE_INFINITY : Math.abs(after - before) / Math.abs(before);
}

function meanOf(values: readonly number[], from: number, to: number): number {
  return Moments.of(values.slice(from, to)).mean;
}

interface Judging {
  readonly relevant: readonly HistoryAcceptance[];
  readonly minSegment: number;
  readonly minChangeShare: number;
}

function changeOf(
  { name, better, points }: HistorySeries,
  { at, pValue }: Cut,
  [left, right]: readonly [HistoryLevel, HistoryLevel],
  now: number,
  { relevant, minSegment, minChangeShare }: Judging,
): HistoryChange {
  const valuesOf = ({ from, to }: HistoryLevel): number[] => points.slice(from, to).map(({ value }) => value);
  const [before, after] = [left.mean, right.mean];
  const worse = (level: number): boolean => (better === 'lower' ? level > before : level < before);
  const verdict = worse(after) ? 'regressed' : 'improved';
  const accepted = relevant.findLast((one) => covers(one, points, at, [before, after], minSegment)) ?? null;
  const first = points[at]!;
  const isStillWorse = worse(now) && sizeOf(before, now) >= minChangeShare;
  return {
    id: changeId(name, first.run),
    series: name,
    at,
    first,
    lastBefore: points[at - 1]!,
    before,
    after,
    change: changeBetween(valuesOf(left), valuesOf(right)),
    pValue,
    verdict,
    accepted,
    open: verdict === 'regressed' && accepted === null && isStillWorse,
  };
}

function changeBetween(before: number[], after: number[]): HistoryChange['change'] {
  const { estimate, interval } = ratioAsChange(welchRatio(before, after));
  if (Number.isFinite(estimate)) return { estimate, interval };
  const { mean } = Moments.of(before);
  if (!(mean > 0)) return null;
  const difference = welchDifference(before, after);
  return {
    estimate: difference.estimate / mean,
    interval: [difference.interval[0] / mean, difference.interval[1] / mean],
  };
}

function concerns({ series }: HistoryAcceptance, name: HistorySeriesName): boolean {
  if (series === undefined) return true;
  return (['suite', 'cell', 'metric', 'statistic', 'machine', 'config'] as const).every(
    (field) => series[field] === name[field],
  );
}

/**
 * Accepting a run accepts all that had changed by then. More runs may move a change by one or two: it stays accepted while the run
 * that was accepted already shows the new level.
 */
function covers(
  { run }: HistoryAcceptance,
  points: readonly HistoryPoint[],
  at: number,
  [before, after]: readonly [number, number],
  minSegment: number,
): boolean {
  const accepted = points.findIndex((point) => point.run === run);
  if (accepted < 0) return false;
  if (at <= accepted) return true;
  const { value } = points[accepted]!;
  return at - accepted < minSegment && Math.abs(value - after) < Math.abs(value - before);
}

/** Seven hexadecimal digits; a seeded generator is a good hash, and is the same on every machine. */
function changeId(name: HistorySeriesName, run: string): string {
  const { suite, cell, metric, statistic, machine, config } = name;
  const random = createRandom(JSON.stringify([suite, cell, metric, statistic, machine, config, run]));
  return random
    .nextInt(2 ** 28)
    .toString(16)
    .padStart(7, '0');
}
