import { stirlingRemainder } from './log-gamma.js';

const TINY = 1e-300;
const EPSILON = 1e-16;

/**
 * The regularised incomplete beta function Iₓ(a, b), a, b > 0: the distribution function of the beta distribution,
 * and through it of Student's t and the binomial. Lentz's evaluation of the continued fraction (DLMF 8.17.22) with
 * the prefactor by Loader's saddle-point form, so that relative accuracy (about 1e-13) holds for large a and b and
 * far in the tails. NaN outside 0 ≤ x ≤ 1. O(√max(a, b)).
 */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (!(x >= 0 && x <= 1) || !(a > 0 && b > 0)) return Number.NaN;
  return incompleteBetaPair(x, 1 - x, a, b);
}

/** The same with y = 1 − x given separately, for callers that know it better than 1 − x can tell. */
export function incompleteBetaPair(x: number, y: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (y <= 0) return 1;
  // The fraction converges fast only left of the mean: mirror the rest.
  if (x > (a + 1) / (a + b + 2)) return 1 - (betaFactor(y, x, b, a) / b) * fraction(y, b, a);
  return (betaFactor(x, y, a, b) / a) * fraction(x, a, b);
}

/** xᵃ yᵇ / B(a, b). */
function betaFactor(x: number, y: number, a: number, b: number): number {
  return ((a * b) / (a + b)) * binomialDensity(a, b, x, y);
}

/**
 * Γ(a+b+1)/(Γ(a+1)Γ(b+1)) xᵃ yᵇ for real a, b ≥ 0: the binomial probability of a successes and b failures. C. Loader,
 * "Fast and accurate computation of binomial probabilities", 2000.
 */
export function binomialDensity(a: number, b: number, x: number, y: number): number {
  const n = a + b;
  if (a === 0) return y < 0.5 ? Math.exp(n * Math.log(y)) : Math.exp(n * Math.log1p(-x));
  if (b === 0) return x < 0.5 ? Math.exp(n * Math.log(x)) : Math.exp(n * Math.log1p(-y));
  const logRest =
    stirlingRemainder(n) -
    stirlingRemainder(a) -
    stirlingRemainder(b) -
    devianceHalf(a, n * x) -
    devianceHalf(b, n * y);
  return Math.exp(logRest) * Math.sqrt(n / (2 * Math.PI * a * b));
}

/** k ln(k/m) + m − k, by series when k is near m, where the terms cancel. */
function devianceHalf(k: number, m: number): number {
  const difference = k - m;
  if (Math.abs(difference) >= 0.1 * (k + m)) return k * Math.log(k / m) + m - k;
  const v = difference / (k + m);
  let sum = difference * v;
  let term = 2 * k * v;
  for (let j = 1; j < 1000; j++) {
    term *= v * v;
    const next = sum + term / (2 * j + 1);
    if (next === sum) break;
    sum = next;
  }
  return sum;
}

function fraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = reciprocal(1 - ((a + b) * x) / (a + 1));
  let value = d;
  const limit = 1000 + 20 * Math.sqrt(Math.max(a, b));
  for (let m = 1; m < limit; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = reciprocal(1 + even * d);
    c = away(1 + even / c);
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = reciprocal(1 + odd * d);
    c = away(1 + odd / c);
    const step = d * c;
    value *= step;
    if (Math.abs(step - 1) < EPSILON) break;
  }
  return value;
}

function away(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}

function reciprocal(value: number): number {
  return 1 / away(value);
}
