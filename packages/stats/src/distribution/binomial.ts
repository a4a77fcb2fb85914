import { binomialDensity, incompleteBetaPair } from './incomplete-beta.js';

/** P(X = k) for X ~ Binomial(n, p); 0 outside 0…n. */
export function binomialPmf(k: number, n: number, p: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN;
  if (k < 0 || k > n || !Number.isInteger(k)) return 0;
  if (p === 0) return k === 0 ? 1 : 0;
  if (p === 1) return k === n ? 1 : 0;
  return binomialDensity(k, n - k, p, 1 - p);
}

/** P(X ≤ k) for X ~ Binomial(n, p). */
export function binomialCdf(k: number, n: number, p: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN;
  const whole = Math.floor(k);
  if (whole < 0) return 0;
  if (whole >= n) return 1;
  return incompleteBetaPair(1 - p, p, n - whole, whole + 1);
}

/** The smallest k with P(X ≤ k) ≥ probability. O(log n) evaluations. */
export function binomialQuantile(probability: number, n: number, p: number): number {
  if (!(probability >= 0 && probability <= 1) || !(p >= 0 && p <= 1)) return Number.NaN;
  let low = 0;
  let high = n;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (binomialCdf(middle, n, p) >= probability) high = middle;
    else low = middle + 1;
  }
  return low;
}
