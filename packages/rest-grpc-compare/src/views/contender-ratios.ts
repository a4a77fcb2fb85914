import type { Comparison } from '@benchwright/result-schema';
import {
  meanResponseTime,
  requestsPerSec,
  type TrialFigure,
  targetCpuPerRequest,
} from '../summarize/trial-figures.js';
import { fixed, NOT_AVAILABLE } from './format.js';

/** What contenders are compared by in short. */
export const RATIO_FIGURES: readonly TrialFigure[] = [meanResponseTime, requestsPerSec, targetCpuPerRequest];

const LABELS = new Map([
  [meanResponseTime, 'avg response'],
  [requestsPerSec, 'throughput'],
  [targetCpuPerRequest, 'server CPU'],
]);

/** How a figure is called at the head of a column. */
export function figureLabel(figure: TrialFigure): string {
  return LABELS.get(figure) ?? figure.metric;
}

/** The comparison of two cells by a figure. */
function comparisonOf(
  comparisons: readonly Comparison[],
  base: string,
  head: string,
  { metric, statistic }: TrialFigure,
): Comparison | undefined {
  return comparisons.find(
    (c) => c.base.cell === base && c.head.cell === head && c.metric === metric && c.statistic === statistic,
  );
}

/** `1.27 (1.25-1.30)`: head ÷ base with its interval; in front, `~` where no difference was shown. */
export function ratioText(
  comparisons: readonly Comparison[],
  base: string,
  head: string,
  figure: TrialFigure,
): string {
  const comparison = comparisonOf(comparisons, base, head, figure);
  const estimate = comparison?.ratio.estimate ?? null;
  if (comparison === undefined || estimate === null) return NOT_AVAILABLE;
  const [low, high] = comparison.ratio.interval;
  const interval = low === null || high === null ? 'no interval' : `${twoDigits(low)}-${twoDigits(high)}`;
  return `${comparison.winner === null ? '~' : ''}${twoDigits(estimate)} (${interval})`;
}

function twoDigits(value: number): string {
  return fixed(value, value >= 100 ? 0 : 2);
}
