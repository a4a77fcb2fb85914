import { requireArgument } from '../errors.js';
import type { Warning } from './warning.js';

/** Two ends, low ≤ high; an infinite end means that the data do not bound that side. */
export type Interval = readonly [low: number, high: number];

/** What every statistic of this package returns: the number and what it is worth. */
export interface Evidence {
  /** The point estimate; NaN when there is none. */
  readonly estimate: number;
  readonly interval: Interval;
  /**
   * The confidence that the interval achieves, as a fraction. For exact methods it is at least the one
   * asked for, often more; 1 for the interval [-Infinity, Infinity].
   */
  readonly confidence: number;
  /** Samples (or pairs) behind the estimate; the sum of both sides when two samples are compared. */
  readonly n: number;
  /** The method in words, for a footnote. */
  readonly method: string;
  readonly warnings: readonly Warning[];
}

/** Evidence about two samples, with the size of each. */
export interface TwoSampleEvidence extends Evidence {
  readonly sizes: readonly [baseline: number, candidate: number];
}

/** A hypothesis test beside its effect: the estimate and interval are those of the effect. */
export interface TestEvidence extends Evidence {
  /** The test statistic (its name is in `method`); NaN when there is none. */
  readonly statistic: number;
  /** Two-sided. 1 when the data say nothing, so that "no evidence" never looks like significance. */
  readonly pValue: number;
}

/** What every interval accepts. */
export interface ConfidenceOptions {
  /** Confidence as a fraction strictly between 0 and 1. Default 0.95. */
  readonly confidence?: number;
}

const UNKNOWN_INTERVAL: Interval = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];

/** The asked confidence, checked: 95 instead of 0.95 is a mistake of the caller, not of the data. */
export function confidenceOf(options: ConfidenceOptions | undefined): number {
  const confidence = options?.confidence ?? 0.95;
  requireArgument(
    confidence > 0 && confidence < 1,
    `confidence must lie strictly between 0 and 1 (for example 0.95), got ${confidence}`,
  );
  return confidence;
}

/** Evidence that nothing can be said: an infinite interval (which is certain to cover) and the reasons. */
export function noInterval(
  estimate: number,
  n: number,
  method: string,
  warnings: readonly Warning[],
): Evidence {
  return { estimate, interval: UNKNOWN_INTERVAL, confidence: 1, n, method, warnings };
}
