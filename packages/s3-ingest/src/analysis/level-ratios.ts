import {
  type Factor,
  type Interval,
  type MarginalContrast,
  marginalContrasts,
  type Warning,
} from '@benchwright/stats';
import type { FactorLevel } from './cell-trial.js';

/** How one level compares with another: candidate ÷ baseline, averaged over the other factors. */
export interface LevelRatio {
  readonly factor: string;
  readonly baseline: FactorLevel;
  readonly candidate: FactorLevel;
  /** 1.2 is 20 % more; NaN where the data do not tell. */
  readonly ratio: number;
  /** All intervals of an analysis hold together with the asked confidence. */
  readonly interval: Interval;
  /** Adjusted for all comparisons made. */
  readonly pValue: number;
  readonly warnings: readonly Warning[];
}

/**
 * Ratios between the levels of every factor from logarithms, in ascending order of numeric levels. Where empty cells leave a
 * ratio undetermined in the model asked for, the highest model without them is used.
 */
export function levelRatios(
  logarithms: readonly number[],
  factors: readonly Factor[],
  { order, confidence }: { readonly order: number; readonly confidence: number },
): LevelRatio[] {
  let contrasts = marginalContrasts(logarithms, factors, { order, confidence });
  for (let lower = order - 1; lower >= 1 && contrasts.some(isUndetermined); lower--) {
    contrasts = marginalContrasts(logarithms, factors, { order: lower, confidence });
  }
  return contrasts.map(toRatio);
}

function isUndetermined({ warnings }: MarginalContrast): boolean {
  return warnings.some(({ code }) => code === 'NOT_ESTIMABLE');
}

function toRatio(contrast: MarginalContrast): LevelRatio {
  const { factor, baseline, candidate, pValue, warnings } = contrast;
  const backwards = Number(baseline) > Number(candidate);
  const sign = backwards ? -1 : 1;
  const ends = contrast.interval.map((end) => Math.exp(sign * end));
  return {
    factor,
    baseline: backwards ? candidate : baseline,
    candidate: backwards ? baseline : candidate,
    ratio: Math.exp(sign * contrast.estimate),
    interval: [Math.min(...ends), Math.max(...ends)],
    pValue,
    warnings,
  };
}
