import { incompleteBetaPair } from './incomplete-beta.js';
import { invertCdf } from './invert-cdf.js';
import { normalCdf, normalQuantile } from './normal.js';

const LARGE_DF = 1e4;

/**
 * P(T ≤ t) for Student's t with `df` > 0 degrees of freedom (not necessarily whole); `df` = Infinity is the normal.
 */
export function studentTCdf(t: number, df: number): number {
  if (Number.isNaN(t) || !(df > 0)) return Number.NaN;
  if (df === Number.POSITIVE_INFINITY) return normalCdf(t);
  if (t === Number.POSITIVE_INFINITY) return 1;
  const tail = upperTail(Math.abs(t), df);
  return t > 0 ? 1 - tail : tail;
}

/** P(|T| ≥ |t|), without the cancellation of 1 − cdf. */
export function studentTTwoSided(t: number, df: number): number {
  if (Number.isNaN(t) || !(df > 0)) return Number.NaN;
  if (df === Number.POSITIVE_INFINITY) return 2 * normalCdf(-Math.abs(t));
  return Math.min(1, 2 * upperTail(Math.abs(t), df));
}

/** P(T ≥ t) for t ≥ 0. */
function upperTail(t: number, df: number): number {
  if (t === Number.POSITIVE_INFINITY) return 0;
  if (df > LARGE_DF) return normalCdf(-nearlyNormal(t, df));
  // df/(df+t²) and t²/(df+t²) both from the ratio, so that neither overflows and neither is got by subtraction.
  const ratio = (t / df) * t;
  const x = 1 / (1 + ratio);
  const y = ratio === Number.POSITIVE_INFINITY ? 1 : ratio / (1 + ratio);
  return incompleteBetaPair(x, y, df / 2, 0.5) / 2;
}

/**
 * The z whose normal tail equals the t tail, G. W. Hill, "Algorithm 395: Student's t-distribution", 1970. From
 * LARGE_DF on its relative error is below 1e-15 for t ≤ 20; the continued fraction would lose digits there, term by
 * term.
 */
function nearlyNormal(t: number, df: number): number {
  const a = df - 0.5;
  const b = 48 * a * a;
  const y = a * Math.log1p((t / df) * t);
  const correction = (((-0.4 * y - 3.3) * y - 24) * y - 85.5) / (0.8 * y * y + 100 + b);
  return ((correction + y + 3) / b + 1) * Math.sqrt(y);
}

/** The t with P(T ≤ t) = p. NaN for p outside 0…1 or df ≤ 0. About 70 evaluations of the cdf. */
export function studentTQuantile(p: number, df: number): number {
  if (!(p >= 0 && p <= 1) || !(df > 0)) return Number.NaN;
  if (df === Number.POSITIVE_INFINITY) return normalQuantile(p);
  if (p === 0.5) return 0;
  if (p === 0) return Number.NEGATIVE_INFINITY;
  if (p === 1) return Number.POSITIVE_INFINITY;
  const tail = Math.min(p, 1 - p);
  // Solved in the lower tail, where the cdf keeps its relative accuracy.
  const t = invertCdf((value) => studentTCdf(value, df), tail, normalQuantile(tail));
  return p < 0.5 ? t : -t;
}
