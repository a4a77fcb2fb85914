import { metricName, shownUnit } from '../scale/metric-name.js';
import { formatValue } from '../scale/scale.js';
import type { HistoryChange } from './history-changes.js';
import type { HistoryPoint, HistorySeries } from './history-series.js';

/**
 * A change in words: `since 3f2a1c0 (2026-11-20) p95 of response time of get is 12 % higher, 95 % interval 8 % to 15 % (1.00 ms → 1.12 ms)`.
 * Names are as they were recorded: make them safe for where they go.
 */
export function changeText(
  { series, first, before, after, change }: HistoryChange,
  { unit }: HistorySeries,
): string {
  const shown = shownUnit(series.metric, unit);
  const levels = `${formatValue(shown, before)} → ${formatValue(shown, after)}`;
  const what = `${figureText(series)} of ${series.cell}`;
  const direction = after > before ? 'higher' : 'lower';
  if (change === null) return `since ${revisionText(first)} ${what} is ${direction} (${levels})`;
  const [low, high] = change.interval;
  const ends = change.estimate < 0 ? [-high, -low] : [low, high];
  const interval = ends.every(Number.isFinite)
    ? `, 95 % interval ${percentText(ends[0]!)} to ${percentText(ends[1]!)}`
    : '';
  return `since ${revisionText(first)} ${what} is ${percentText(Math.abs(change.estimate))} ${direction}${interval} (${levels})`;
}

/** `p95 of response time`. */
export function figureText({
  metric,
  statistic,
}: {
  readonly metric: string;
  readonly statistic: string;
}): string {
  return `${shortStatistic(statistic)} of ${metricName(metric)}`;
}

/** `p50, mean over trials` → `p50`: what is measured, without how it was summarised. */
export function shortStatistic(statistic: string): string {
  return statistic.split(',')[0]!.trim();
}

/** The commit of a run, or its id outside a repository, with its day. */
export function revisionText({
  run,
  startedAt,
  git,
}: Pick<HistoryPoint, 'run' | 'startedAt' | 'git'>): string {
  return `${git === null ? `run ${run}` : commitText(git)} (${startedAt.slice(0, 10)})`;
}

export function commitText(git: NonNullable<HistoryPoint['git']>): string {
  return `${git.commit.slice(0, 7)}${git.dirty ? '+changes' : ''}`;
}

function percentText(share: number): string {
  const digits = Math.abs(share) < 0.0995 ? 1 : 0;
  const text = (share * 100).toFixed(digits);
  return `${text === '-0.0' || text === '-0' ? text.slice(1) : text} %`;
}
