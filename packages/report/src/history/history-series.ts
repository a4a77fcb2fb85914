import type { HistoryCell, HistoryContent, HistorySeriesName } from '@benchwright/result-schema';
import { shortStatistic } from './change-text.js';

type Bounds = readonly [low: number | null, high: number | null];

/** One run's figure of a series. */
export interface HistoryPoint {
  readonly run: string;
  readonly startedAt: string;
  readonly git: HistoryCell['git'];
  readonly value: number;
  /** Both null where the run has no interval of this figure. */
  readonly interval: Bounds;
  /** Its own run says that it may be used with care only. */
  readonly suspect: boolean;
  /** What people wrote about the run. */
  readonly notes: readonly string[];
}

/** One figure over time: of one cell, one machine and one config. Ascending by time. */
export interface HistorySeries {
  readonly name: HistorySeriesName;
  readonly unit: string;
  readonly better: 'higher' | 'lower';
  readonly host: string;
  readonly points: readonly HistoryPoint[];
  /** Runs that were left out because their figures must not be relied on. */
  readonly invalidRuns: number;
}

export interface HistoryFilter {
  readonly suite?: string;
  readonly cell?: string;
  readonly metric?: string;
  readonly statistic?: string;
  readonly machine?: string;
  readonly config?: string;
  /** Only the latest so many runs of each series. */
  readonly last?: number;
}

interface Building {
  name: HistorySeriesName;
  unit: string;
  better: 'higher' | 'lower';
  host: string;
  points: HistoryPoint[];
  invalidRuns: number;
}

/**
 * The series of a history, in the order in which they first appear. Machines and configs are kept apart, and so are the statistics of
 * a metric: its estimate, and the percentiles of all requests of a run. Runs with an invalid verdict are counted, not followed. Pure.
 * O(figures).
 */
export function historySeries(content: HistoryContent, filter: HistoryFilter = {}): HistorySeries[] {
  const notes = new Map<string, string[]>();
  for (const { run, text } of content.notes) notes.set(run, [...(notes.get(run) ?? []), text]);
  const found: Found = { series: [], byCell: new Map() };
  for (const cell of content.cells) {
    if (!matches(cell, filter)) continue;
    const of: FoundCell = {
      cell,
      figures: figuresOf(found, cell),
      notes: notes.get(cell.run) ?? NO_NOTES,
    };
    for (const metric in cell.metrics) {
      if (filter.metric === undefined || filter.metric === metric) addMetric(found, of, metric, filter);
    }
  }
  return found.series
    .map((series) => ({ ...series, points: lastOf(series.points, filter.last) }))
    .filter(({ points }) => points.length > 0);
}

const NO_NOTES: readonly string[] = [];

/** The series so far; by cell, machine and config, and in each by figure: names are joined once a cell, not ten times. */
interface Found {
  readonly series: Building[];
  readonly byCell: Map<string, Map<string, Building>>;
}

/** A cell of a run, and what all its figures share. */
interface FoundCell {
  readonly cell: HistoryCell;
  readonly figures: Map<string, Building>;
  readonly notes: readonly string[];
}

function figuresOf({ byCell }: Found, { suite, cell, machine, config }: HistoryCell): Map<string, Building> {
  const key = `${suite}\u0000${cell}\u0000${machine}\u0000${config}`;
  const known = byCell.get(key);
  if (known !== undefined) return known;
  const figures = new Map<string, Building>();
  byCell.set(key, figures);
  return figures;
}

function matches(cell: HistoryCell, filter: HistoryFilter): boolean {
  return (['suite', 'cell', 'machine', 'config'] as const).every(
    (field) => filter[field] === undefined || cell[field] === filter[field],
  );
}

/** `p50` asks for `p50, mean over trials` as well. */
function isAsked(statistic: string, asked: string | undefined): boolean {
  return asked === undefined || asked === statistic || asked === shortStatistic(statistic);
}

const NO_INTERVAL: Bounds = [null, null];

/** The estimate, and each percentile that is not what the estimate is of. */
function addMetric(found: Found, of: FoundCell, metric: string, { statistic: asked }: HistoryFilter): void {
  const given = of.cell.metrics[metric]!;
  const { statistic, percentiles } = given;
  if (isAsked(statistic, asked)) add(found, of, metric, statistic, given.estimate, given.interval);
  if (percentiles === undefined) return;
  const estimated = shortStatistic(statistic);
  for (const quantile in percentiles) {
    const name = `p${quantile}`;
    if (name === estimated || !isAsked(name, asked)) continue;
    const interval = given.percentileIntervals?.[quantile] ?? NO_INTERVAL;
    add(found, of, metric, name, percentiles[quantile]!, interval);
  }
}

function add(
  found: Found,
  { cell, figures, notes }: FoundCell,
  metric: string,
  statistic: string,
  value: number | null,
  interval: Bounds,
): void {
  if (value === null || !Number.isFinite(value)) return;
  const { unit, better } = cell.metrics[metric]!;
  const key = `${metric}\u0000${statistic}\u0000${unit}`;
  let series = figures.get(key);
  if (series === undefined) {
    const { suite, machine, config, host } = cell;
    const name = { suite, cell: cell.cell, metric, statistic, machine, config };
    series = { name, unit, better, host, points: [], invalidRuns: 0 };
    figures.set(key, series);
    found.series.push(series);
  }
  if (cell.verdict === 'invalid') {
    series.invalidRuns++;
    return;
  }
  const { run, startedAt, git, verdict } = cell;
  series.points.push({ run, startedAt, git, value, interval, suspect: verdict === 'suspect', notes });
}

function lastOf<T>(points: readonly T[], last: number | undefined): readonly T[] {
  return last === undefined ? points : points.slice(-last);
}
