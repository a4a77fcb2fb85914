import type { CellResult, Comparison, Metric } from '@benchwright/result-schema';
import { fiellerRatioPaired, pairedDifference } from '@benchwright/stats';
import { finiteOrNull } from './trial-metric.js';

/**
 * Compares one metric of two cells of the same run, trial by trial: trials of the same number ran in the same round, so
 * that what disturbed the machine disturbed both. The winner is named only when the interval of the difference excludes
 * zero. The ratio is that of the same two means, with Fieller's interval for pairs (1954), which holds 1 exactly where the
 * interval of the difference holds 0; geometric means could point the other way where trials scatter widely. Null when a
 * cell lacks the metric or the trials do not pair.
 */
export function compareCells(base: CellResult, head: CellResult, metricName: string): Comparison | null {
  const of = base.metrics[metricName];
  const to = head.metrics[metricName];
  if (!of?.perTrial || !to?.perTrial) return null;
  return compareTrialValues({
    metric: metricName,
    like: of,
    base: { cell: base.id, perTrial: of.perTrial },
    head: { cell: head.id, perTrial: to.perTrial },
  });
}

/** Units of what a clock had a part in; equal values of anything that is counted are no sign of a coarse clock. */
const TIMED = /^ns$|\/s$/;

export interface TrialValues {
  readonly metric: string;
  readonly like: Pick<Metric, 'unit' | 'better' | 'statistic'>;
  readonly base: { readonly cell: string; readonly perTrial: readonly number[] };
  readonly head: { readonly cell: string; readonly perTrial: readonly number[] };
}

/** As `compareCells`, for values that are no metric of the result. */
export function compareTrialValues({ metric, like, base, head }: TrialValues): Comparison | null {
  if (base.perTrial.length !== head.perTrial.length || base.perTrial.length === 0) return null;
  const difference = pairedDifference(base.perTrial, head.perTrial);
  const ratio = fiellerRatioPaired(base.perTrial, head.perTrial);
  const [low, high] = difference.interval;
  const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;
  const [of, to] = [mean(base.perTrial), mean(head.perTrial)];
  return {
    metric,
    unit: like.unit,
    better: like.better,
    statistic: like.statistic,
    base: { cell: base.cell, estimate: finiteOrNull(of) },
    head: { cell: head.cell, estimate: finiteOrNull(to) },
    difference: {
      estimate: finiteOrNull(difference.estimate),
      interval: [finiteOrNull(low), finiteOrNull(high)],
    },
    ratio: {
      estimate: of === 0 ? null : finiteOrNull(to / of),
      interval: [finiteOrNull(ratio.interval[0]), finiteOrNull(ratio.interval[1])],
    },
    confidence: difference.confidence,
    n: difference.n,
    method: `${difference.method}; ${ratio.method}`,
    pValue: finiteOrNull(difference.pValue),
    winner: winnerOf(low, high, like.better, base.cell, head.cell),
    warnings: difference.warnings
      .filter(({ code }) => code !== 'ZERO_VARIANCE' || TIMED.test(like.unit))
      .map(({ code, text }) => ({ code, text })),
  };
}

/** The better cell if the interval of head − base lies wholly on one side of zero, else null: no measurable difference. */
function winnerOf(
  low: number,
  high: number,
  better: Metric['better'],
  base: string,
  head: string,
): string | null {
  if (low > 0) return better === 'higher' ? head : base;
  if (high < 0) return better === 'higher' ? base : head;
  return null;
}
