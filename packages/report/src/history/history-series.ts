import type {
  HistoryCell,
  HistoryContent,
  HistoryMetric,
  HistorySeriesName,
} from '@benchwright/result-schema';
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
  const found = new Map<string, Building>();
  for (const cell of content.cells) {
    if (!matches(cell, filter)) continue;
    for (const [metric, of] of Object.entries(cell.metrics)) {
      if (filter.metric !== undefined && filter.metric !== metric) continue;
      for (const figure of figuresOf(of)) {
        if (!isAsked(figure.statistic, filter.statistic)) continue;
        add(found, cell, metric, of, figure, notes.get(cell.run) ?? []);
      }
    }
  }
  return [...found.values()]
    .map((series) => ({ ...series, points: lastOf(series.points, filter.last) }))
    .filter(({ points }) => points.length > 0);
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

interface Figure {
  readonly statistic: string;
  readonly value: number | null;
  readonly interval: Bounds;
}

const NO_INTERVAL: Bounds = [null, null];

function figuresOf({
  statistic,
  estimate,
  interval,
  percentiles,
  percentileIntervals,
}: HistoryMetric): Figure[] {
  return [
    { statistic, value: estimate, interval },
    ...Object.entries(percentiles ?? {})
      .map(([quantile, value]) => ({
        statistic: `p${quantile}`,
        value,
        interval: percentileIntervals?.[quantile] ?? NO_INTERVAL,
      }))
      .filter((figure) => figure.statistic !== shortStatistic(statistic)),
  ];
}

function add(
  found: Map<string, Building>,
  cell: HistoryCell,
  metric: string,
  { unit, better }: HistoryMetric,
  { statistic, value, interval }: Figure,
  notes: readonly string[],
): void {
  if (value === null || !Number.isFinite(value)) return;
  const { suite, machine, config } = cell;
  const key = [suite, cell.cell, metric, statistic, machine, config, unit].join('\u0000');
  let series = found.get(key);
  if (series === undefined) {
    const name = { suite, cell: cell.cell, metric, statistic, machine, config };
    series = { name, unit, better, host: cell.host, points: [], invalidRuns: 0 };
    found.set(key, series);
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
