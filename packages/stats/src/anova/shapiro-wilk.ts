import { normalCdf, normalQuantile } from '../distribution/normal.js';
import { polynomial } from '../distribution/polynomial.js';
import { nonFiniteWarning, type Samples, sorted } from '../evidence/samples.js';
import { warn } from '../evidence/warning.js';
import { type AssumptionCheck, noCheck } from './assumption-check.js';

const METHOD = 'Shapiro–Wilk W, Royston 1995';
/** Royston fitted his approximation up to here. */
const LARGEST = 5000;

// P. Royston, "Remark AS R94: a remark on algorithm AS 181, the W-test for normality", 1995; ascending order.
const LAST_WEIGHT = [0, 0.221157, -0.147981, -2.07119, 4.434685, -2.706056];
const SECOND_WEIGHT = [0, 0.042981, -0.293762, -1.752461, 5.682633, -3.582633];
const SMALL_BOUND = [-2.273, 0.459];
const SMALL_MEAN = [0.544, -0.39978, 0.025054, -6.714e-4];
const SMALL_LOG_SD = [1.3822, -0.77857, 0.062767, -0.0020322];
const MEAN = [-1.5861, -0.31082, -0.083751, 0.0038915];
const LOG_SD = [-0.4803, -0.082676, 0.0030302];

/**
 * Whether samples may be normal (Shapiro and Wilk 1965, weights and p-value after Royston 1995, algorithm AS R94). Needs three samples
 * that are not all equal; beyond 5000 the p-value is an extrapolation (`APPROXIMATE`). Residuals of a fit are slightly dependent,
 * which makes the test a little lenient. O(n log n).
 */
export function shapiroWilk(samples: Samples): AssumptionCheck {
  const n = samples.length;
  const bad = nonFiniteWarning(samples);
  if (bad !== undefined) return noCheck(n, METHOD, bad);
  if (n < 3) return noCheck(n, METHOD, warn('TOO_FEW_SAMPLES', `Shapiro–Wilk needs 3 samples, got ${n}`));
  const ordered = sorted(samples);
  const range = ordered[n - 1]! - ordered[0]!;
  if (range === 0) return noCheck(n, METHOD, warn('ZERO_VARIANCE', 'all values are equal: no shape to test'));
  const shortfall = oneMinusW(ordered, range, weights(n));
  const warnings =
    n > LARGEST ? [warn('APPROXIMATE', `the p-value was fitted for up to ${LARGEST} samples, got ${n}`)] : [];
  return { statistic: 1 - shortfall, pValue: upperTail(shortfall, n), n, method: METHOD, warnings };
}

/** Weights of the largest half of the order statistics, largest first; the others mirror them. */
function weights(n: number): Float64Array {
  const half = Math.floor(n / 2);
  if (n === 3) return Float64Array.of(Math.SQRT1_2);
  const scores = Float64Array.from({ length: half }, (_, i) => -normalQuantile((i + 1 - 0.375) / (n + 0.25)));
  const squares = 2 * scores.reduce((sum, score) => sum + score * score, 0);
  const u = 1 / Math.sqrt(n);
  const fitted = n > 5 ? [LAST_WEIGHT, SECOND_WEIGHT] : [LAST_WEIGHT];
  const first = fitted.map(
    (coefficients, i) => polynomial(u, coefficients) + scores[i]! / Math.sqrt(squares),
  );
  const restScores = squares - 2 * first.reduce((sum, _, i) => sum + scores[i]! ** 2, 0);
  const restWeights = 1 - 2 * first.reduce((sum, weight) => sum + weight * weight, 0);
  const factor = Math.sqrt(restScores / restWeights);
  return scores.map((score, i) => first[i] ?? score / factor);
}

/** 1 − W as a product of a sum and a difference, since W is close to 1. */
function oneMinusW(ordered: Float64Array, range: number, weight: Float64Array): number {
  const n = ordered.length;
  const scaled = ordered.map((value) => value / range);
  const mean = scaled.reduce((sum, value) => sum + value, 0) / n;
  const spread = scaled.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const size = 2 * weight.reduce((sum, value) => sum + value * value, 0);
  let product = 0;
  weight.forEach((value, i) => {
    product += value * (scaled[n - 1 - i]! - scaled[i]!);
  });
  const whole = Math.sqrt(size * spread);
  return ((whole - product) * (whole + product)) / (size * spread);
}

function upperTail(shortfall: number, n: number): number {
  if (n === 3) {
    const w = Math.max(0.75, 1 - shortfall);
    return Math.max(0, (6 / Math.PI) * (Math.asin(Math.sqrt(w)) - Math.asin(Math.sqrt(0.75))));
  }
  const y = Math.log(shortfall);
  if (n > 11) return tail(y, polynomial(Math.log(n), MEAN), polynomial(Math.log(n), LOG_SD));
  const bound = polynomial(n, SMALL_BOUND);
  // The fit ends there: W is smaller than the transformation can tell.
  if (y >= bound) return 1e-99;
  return tail(-Math.log(bound - y), polynomial(n, SMALL_MEAN), polynomial(n, SMALL_LOG_SD));
}

function tail(value: number, mean: number, logSd: number): number {
  return normalCdf((mean - value) / Math.exp(logSd));
}
