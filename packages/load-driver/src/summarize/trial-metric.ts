import type { Metric, MetricWarning } from '@benchwright/result-schema';
import { type Evidence, meanInterval } from '@benchwright/stats';

export interface TrialMetricOptions {
  readonly unit: string;
  readonly better: Metric['better'];
  /** What each trial's value is: `rate`, `p50`, `mean per request` … */
  readonly statistic: string;
  readonly perTrial: readonly number[];
  readonly warnings?: readonly MetricWarning[];
  /** The values are counted, not timed: equal trials are no sign of a coarse clock. */
  readonly counted?: boolean;
}

/**
 * A non-negative metric whose replicate is the trial: the mean of the trials' values with Student's t interval. One trial gives a
 * number and no interval, and says so. The lower end stops at 0, below which none of these quantities lies: few and
 * uneven trials would otherwise claim that a latency might be negative.
 */
export function trialMetric(options: TrialMetricOptions): Metric {
  const { unit, better, statistic, perTrial, warnings = [], counted = false } = options;
  const evidence: Evidence = meanInterval(perTrial);
  const kept = evidence.warnings.filter(({ code }) => !(counted && code === 'ZERO_VARIANCE'));
  return {
    unit,
    better,
    statistic: `${statistic}, mean over trials`,
    estimate: finiteOrNull(evidence.estimate),
    interval: nonNegativeInterval(evidence.interval),
    confidence: evidence.confidence,
    n: perTrial.length,
    method: evidence.method,
    warnings: [...kept.map(({ code, text }) => ({ code, text })), ...warnings],
    perTrial: [...perTrial],
  };
}

/** JSON has no NaN and no infinities: what is not known is null. */
export function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** An interval of a quantity that cannot be negative, in the stored form: unknown ends are null. */
export function nonNegativeInterval([low, high]: readonly [number, number]): [number | null, number | null] {
  return [Number.isFinite(low) ? Math.max(0, low) : null, finiteOrNull(high)];
}
