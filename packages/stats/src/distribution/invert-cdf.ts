/**
 * Solves cdf(x) = p for a continuous increasing `cdf` by bracketing from `start` outwards and bisecting to the last
 * bit; slow (about 60–100 evaluations) and impossible to derail, which is what a quantile that is asked for once per
 * interval needs.
 */
export function invertCdf(cdf: (x: number) => number, p: number, start: number): number {
  let step = Math.max(1e-3, Math.abs(start) * 1e-3);
  let low = start;
  let high = start;
  while (cdf(low) > p && Number.isFinite(low)) {
    high = low;
    low -= step;
    step *= 2;
  }
  while (cdf(high) < p && Number.isFinite(high)) {
    low = high;
    high += step;
    step *= 2;
  }
  for (let i = 0; i < 2000; i++) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) break;
    if (cdf(middle) < p) low = middle;
    else high = middle;
  }
  return low + (high - low) / 2;
}
