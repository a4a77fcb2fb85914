import { incompleteBetaPair } from './incomplete-beta.js';

/**
 * P(F ≤ f) for the F distribution with `df1` and `df2` > 0 degrees of freedom (not necessarily whole, finite). NaN for
 * impossible arguments. Relative accuracy about 1e-13, that of {@link incompleteBeta}.
 */
export function fCdf(f: number, df1: number, df2: number): number {
  const at = ratioOf(f, df1, df2);
  return at === undefined ? Number.NaN : incompleteBetaPair(at.y, at.x, df1 / 2, df2 / 2);
}

/** P(F ≥ f), the p-value of an F test, without the cancellation of 1 − cdf: 1e-200 stays 1e-200. */
export function fUpperTail(f: number, df1: number, df2: number): number {
  const at = ratioOf(f, df1, df2);
  return at === undefined ? Number.NaN : incompleteBetaPair(at.x, at.y, df2 / 2, df1 / 2);
}

/** x = df2/(df2 + df1·f) and y = 1 − x, neither got by subtraction. */
function ratioOf(f: number, df1: number, df2: number): { x: number; y: number } | undefined {
  const possible = df1 > 0 && df2 > 0 && df1 < Number.POSITIVE_INFINITY && df2 < Number.POSITIVE_INFINITY;
  if (Number.isNaN(f) || !possible) return undefined;
  if (f <= 0) return { x: 1, y: 0 };
  const ratio = (df1 / df2) * f;
  return { x: 1 / (1 + ratio), y: ratio === Number.POSITIVE_INFINITY ? 1 : ratio / (1 + ratio) };
}
