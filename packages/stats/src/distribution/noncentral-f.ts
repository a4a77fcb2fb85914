import { binomialDensity, incompleteBetaPair } from './incomplete-beta.js';
import { logGamma } from './log-gamma.js';

/** Poisson weights this far from their middle, in standard deviations, add nothing to a double. */
const REACH = 9;
/** Well above where doubles lose digits. */
const SMALL = 1e-250;

/**
 * P(F ≤ f) of the noncentral F distribution with noncentrality λ ≥ 0: the distribution functions of the beta distribution, mixed with
 * Poisson weights (DLMF has the central case; Johnson, Kotz and Balakrishnan, "Continuous Univariate Distributions 2", 1995, 30.3). They are summed from
 * the last towards the first by the recurrence in the first parameter, which then only adds. About 1e-12 absolute. O(√λ).
 */
export function noncentralFCdf(f: number, df1: number, df2: number, noncentrality: number): number {
  if (!(f >= 0 && df1 > 0 && df2 > 0 && noncentrality >= 0)) return Number.NaN;
  if (f === Number.POSITIVE_INFINITY) return 1;
  const ratio = (df1 / df2) * f;
  const x = ratio / (1 + ratio);
  const y = 1 / (1 + ratio);
  const mean = noncentrality / 2;
  const reach = REACH * Math.sqrt(mean) + 40;
  const first = Math.max(0, Math.floor(mean - reach));
  const last = Math.ceil(mean + reach);
  const b = df2 / 2;
  let below = incompleteBetaPair(x, y, df1 / 2 + last, b);
  let weight = poisson(last, mean);
  let step = 0;
  let sum = weight * below;
  for (let j = last - 1; j >= first; j--) {
    const a = df1 / 2 + j;
    // From one step to the next by multiplication, ten times faster than afresh; afresh while it is too small for that.
    step = step > SMALL ? (step * (a + 1)) / (x * (a + b)) : (b / (a + b)) * binomialDensity(a, b, x, y);
    weight = weight > SMALL ? (weight * (j + 1)) / mean : poisson(j, mean);
    below += step;
    sum += weight * below;
  }
  return Math.min(1, sum);
}

function poisson(j: number, mean: number): number {
  if (mean === 0) return j === 0 ? 1 : 0;
  return Math.exp(j * Math.log(mean) - mean - logGamma(j + 1));
}

/**
 * The noncentrality at which P(F ≤ f) is `p`; 0 where even none leaves less. The distribution function falls as noncentrality rises, so
 * it is bisected. About 40 evaluations.
 */
export function noncentralityFor(f: number, df1: number, df2: number, p: number): number {
  if (!(noncentralFCdf(f, df1, df2, 0) > p)) return 0;
  let low = 0;
  let high = Math.max(1, df1 * f);
  while (noncentralFCdf(f, df1, df2, high) > p) {
    low = high;
    high *= 2;
  }
  while (high - low > 1e-11 * high) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) break;
    if (noncentralFCdf(f, df1, df2, middle) > p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
