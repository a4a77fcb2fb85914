import type { ComparedMetric } from './compare-metric.js';

/** All cells of one metric taken together, as benchstat's last row. */
export interface GeometricMean {
  readonly metric: string;
  readonly statistic: string;
  readonly better: 'higher' | 'lower';
  readonly cells: number;
  /** Geometric mean of head ÷ base over the cells, less 1. */
  readonly change: number;
}

/**
 * The geometric mean of the changes of each metric that two or more cells have. No interval: cells are no sample of anything, and
 * their noise is in their own rows. Metrics with a change that is no ratio (a base of 0) are left out. Pure.
 */
export function geometricMeans(rows: readonly ComparedMetric[]): GeometricMean[] {
  const byMetric = new Map<string, ComparedMetric[]>();
  for (const row of rows) {
    const key = JSON.stringify([row.metric, row.statistic]);
    byMetric.set(key, [...(byMetric.get(key) ?? []), row]);
  }
  return [...byMetric.values()].flatMap((same) => {
    const ratios = same.map(({ change }) => 1 + change.estimate);
    if (same.length < 2 || !ratios.every((ratio) => ratio > 0 && Number.isFinite(ratio))) return [];
    const change = Math.expm1(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
    const { metric, statistic, better } = same[0]!;
    return [{ metric, statistic, better, cells: same.length, change }];
  });
}
