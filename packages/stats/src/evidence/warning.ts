/**
 * What is wrong, or only approximately right, with a result. Programs decide by `code`; people read `text`.
 *
 * - `TOO_FEW_SAMPLES`: no interval of the asked confidence exists for so few samples; an end is infinite.
 * - `NON_FINITE`: a sample was NaN (or infinite, where arithmetic is done on it); nothing was estimated.
 * - `NON_POSITIVE`: a ratio was asked of data that are not all above zero.
 * - `ZERO_VARIANCE`: all samples are equal, so the interval has no width; more likely a clock too coarse
 *   than a quantity without noise.
 * - `TIES`: equal values reduce what a rank method can tell.
 * - `ZERO_DIFFERENCES`: pairs without a difference were left out of a signed-rank test.
 * - `APPROXIMATE`: an approximation was used where an exact distribution would be too costly or unknown.
 * - `UNEQUAL_TAILS`: the error probability is not split evenly, because only so is the interval finite.
 * - `UNBOUNDED`: the interval is truly infinite (for example a ratio whose denominator may be zero).
 * - `COMPLETE_SEPARATION`: every value of one side exceeds every value of the other.
 * - `DEGENERATE_BOOTSTRAP`: the bootstrap distribution cannot carry the interval that was asked for.
 * - `TOO_FEW_RESAMPLES`: too few bootstrap or permutation draws for the asked confidence.
 * - `NOT_STEADY`: the series does not settle within its first half.
 * - `TREND`: the part taken as steady still drifts.
 * - `ZERO_SPREAD`: the scale estimate is zero, so a substitute (or none) was used.
 * - `ONE_LEVEL`: a factor has one level only; it is left out.
 * - `EMPTY_CELLS`: some combinations of levels were never observed.
 * - `NOT_ESTIMABLE`: an effect, or a part of it, cannot be told from others with the cells there are.
 * - `NO_RESIDUAL_DF`: the model leaves nothing to measure noise with; no test can be made.
 */
export type WarningCode =
  | 'TOO_FEW_SAMPLES'
  | 'NON_FINITE'
  | 'NON_POSITIVE'
  | 'ZERO_VARIANCE'
  | 'TIES'
  | 'ZERO_DIFFERENCES'
  | 'APPROXIMATE'
  | 'UNEQUAL_TAILS'
  | 'UNBOUNDED'
  | 'COMPLETE_SEPARATION'
  | 'DEGENERATE_BOOTSTRAP'
  | 'TOO_FEW_RESAMPLES'
  | 'NOT_STEADY'
  | 'TREND'
  | 'ZERO_SPREAD'
  | 'ONE_LEVEL'
  | 'EMPTY_CELLS'
  | 'NOT_ESTIMABLE'
  | 'NO_RESIDUAL_DF';

/** A remark that travels with a result instead of interrupting it. */
export interface Warning {
  readonly code: WarningCode;
  readonly text: string;
}

/** Builds a {@link Warning}. */
export function warn(code: WarningCode, text: string): Warning {
  return { code, text };
}

/** 0.95 → "95 %", without the digits that 100 × 0.57 would show. */
export function percent(fraction: number): string {
  return `${Number((100 * fraction).toPrecision(6))} %`;
}
