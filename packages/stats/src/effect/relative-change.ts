import type { Evidence } from '../evidence/evidence.js';

/**
 * (candidate − baseline)/|baseline|: +0.08 for "8 % more". 0 when both are 0; ±Infinity when only the baseline is 0
 * (no percentage describes that); NaN when either is NaN.
 */
export function relativeChange(baseline: number, candidate: number): number {
  const difference = candidate - baseline;
  return difference === 0 ? 0 : difference / Math.abs(baseline);
}

/** A ratio as a relative change: 1.08 → +0.08. */
export function changeFromRatio(ratio: number): number {
  return ratio - 1;
}

/** A relative change as a ratio: +0.08 → 1.08. */
export function ratioFromChange(change: number): number {
  return change + 1;
}

/** Evidence about a ratio (1 = equal) as evidence about a relative change (0 = equal); everything else is kept. */
export function ratioAsChange<E extends Evidence>(ratio: E): E {
  const [low, high] = ratio.interval;
  return {
    ...ratio,
    estimate: changeFromRatio(ratio.estimate),
    interval: [changeFromRatio(low), changeFromRatio(high)],
  };
}
