import type { Metric } from '@benchwright/result-schema';
import { terminalSafe } from '../text/terminal-safe.js';

/** What most metrics of a cell have in common: the heading says it once, and a row only where it differs. */
export interface Common {
  readonly confidence: string;
  readonly n: number;
  /** How trials are put together, as the end of every statistic: `, mean over trials`. Empty when they differ. */
  readonly suffix: string;
}

export function commonOf(metrics: readonly Metric[]): Common {
  const [first = ''] = metrics.map(({ statistic }) => statistic);
  const comma = first.lastIndexOf(', ');
  const suffix = comma > 0 ? first.slice(comma) : '';
  const shared = suffix !== '' && metrics.every(({ statistic }) => statistic.endsWith(suffix));
  return {
    confidence: mostFrequent(metrics.map(({ confidence }) => percent(confidence))) ?? '',
    n: mostFrequent(metrics.map(({ n }) => n)) ?? 0,
    suffix: shared ? terminalSafe(suffix) : '',
  };
}

/** What the estimate is of, without what the heading says. */
export function statisticText({ statistic }: Metric, { suffix }: Common): string {
  const text = terminalSafe(statistic);
  return suffix !== '' && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text;
}

/** Confidence and number of trials where they are not those of the heading. */
export function particulars(metric: Metric, { confidence, n }: Common): string[] {
  return [
    ...(metric.n === n ? [] : [`n = ${metric.n}`]),
    ...(percent(metric.confidence) === confidence ? [] : [percent(metric.confidence)]),
  ];
}

function percent(confidence: number): string {
  return `${(confidence * 100).toFixed(1)} %`;
}

function mostFrequent<T>(values: readonly T[]): T | undefined {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}
