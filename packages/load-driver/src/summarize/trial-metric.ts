import type { Metric, MetricWarning } from '@benchwright/result-schema';
import { type Evidence, meanInterval } from '@benchwright/stats';

export interface TrialMetricOptions {
  readonly unit: string;
  readonly better: Metric['better'];
  /** What each trial's value is: `rate`, `p50`, `mean per request` … */
  readonly statistic: string;
  readonly perTrial: readonly number[];
  readonly warnings?: readonly MetricWarning[];
}

/**
 * A metric whose replicate is the trial: the mean of the trials' values with Student's t interval. One trial gives a
 * number and no interval, and says so.
 */
export function trialMetric(options: TrialMetricOptions): Metric {
  const { unit, better, statistic, perTrial, warnings = [] } = options;
  const evidence: Evidence = meanInterval(perTrial);
  return {
    unit,
    better,
    statistic: `${statistic}, mean over trials`,
    estimate: finiteOrNull(evidence.estimate),
    interval: [finiteOrNull(evidence.interval[0]), finiteOrNull(evidence.interval[1])],
    confidence: evidence.confidence,
    n: perTrial.length,
    method: evidence.method,
    warnings: [...evidence.warnings.map(({ code, text }) => ({ code, text })), ...warnings],
    perTrial: [...perTrial],
  };
}

/** JSON has no NaN and no infinities: what is not known is null. */
export function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
