import { studentTQuantile } from '../distribution/student-t.js';
import {
  type ConfidenceOptions,
  confidenceOf,
  type Evidence,
  type Interval,
  noInterval,
} from '../evidence/evidence.js';
import { nonFiniteWarning, type Samples } from '../evidence/samples.js';
import { type Warning, warn } from '../evidence/warning.js';
import { Moments } from '../moments/moments.js';

const METHOD = 'mean, Student t';

/**
 * The mean with Student's t interval. Exact if the samples are independent and normal; good for means of trials, poor
 * for skewed data in small number (a bootstrap or the median is better there). Two samples at least, else
 * `TOO_FEW_SAMPLES`. O(n).
 */
export function meanInterval(samples: Samples, options?: ConfidenceOptions): Evidence {
  const confidence = confidenceOf(options);
  const n = samples.length;
  const bad = nonFiniteWarning(samples);
  if (bad !== undefined) return noInterval(Number.NaN, n, METHOD, [bad]);
  const moments = Moments.of(samples);
  if (n < 2) {
    return noInterval(moments.mean, n, METHOD, [
      warn('TOO_FEW_SAMPLES', `a t interval needs 2 samples, got ${n}`),
    ]);
  }
  return {
    estimate: moments.mean,
    interval: tInterval(moments.mean, moments.standardError, n - 1, confidence),
    confidence,
    n,
    method: METHOD,
    warnings: zeroVariance(moments.variance === 0),
  };
}

/** estimate ∓ t·standardError. */
export function tInterval(estimate: number, standardError: number, df: number, confidence: number): Interval {
  const halfWidth = studentTQuantile((1 + confidence) / 2, df) * standardError;
  return [estimate - halfWidth, estimate + halfWidth];
}

/** The warning that an interval without width deserves. */
export function zeroVariance(isZero: boolean): Warning[] {
  if (!isZero) return [];
  return [
    warn(
      'ZERO_VARIANCE',
      'all values are equal: the interval has no width; suspect a clock or counter too coarse',
    ),
  ];
}
