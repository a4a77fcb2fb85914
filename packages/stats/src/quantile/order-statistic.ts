import { binomialCdf, binomialQuantile } from '../distribution/binomial.js';
import { requireArgument } from '../errors.js';
import { type ConfidenceOptions, confidenceOf, type Evidence, noInterval } from '../evidence/evidence.js';
import { nanWarning, type Samples, sorted } from '../evidence/samples.js';
import { percent, type Warning, warn } from '../evidence/warning.js';
import { type QuantileType, quantileSorted } from './quantile.js';

export interface QuantileIntervalOptions extends ConfidenceOptions {
  /** Which sample quantile is the estimate (the interval does not depend on it). Default 7. */
  readonly type?: QuantileType;
}

/** Ranks (1-based) of the samples that end the interval; 0 and n+1 stand for −∞ and +∞. */
interface RankInterval {
  readonly low: number;
  readonly high: number;
  readonly confidence: number;
}

/**
 * A distribution-free interval for the q-quantile: two of the samples themselves, chosen by the binomial distribution
 * of how many samples lie below the true quantile (David and Nagaraja, "Order Statistics", 3rd ed., 7.1). Valid for
 * any distribution, at least the asked confidence (exactly the achieved one if continuous). Equal tails when both
 * ends exist; else the tails are split unevenly to keep both ends finite (`UNEQUAL_TAILS`); else the end that the
 * data do not bound is infinite (`TOO_FEW_SAMPLES`). ±Infinity among the samples (a request that never ended) is
 * fine. O(n log n).
 */
export function quantileInterval(samples: Samples, q: number, options?: QuantileIntervalOptions): Evidence {
  const asked = confidenceOf(options);
  requireArgument(
    q > 0 && q < 1,
    `an interval needs a quantile strictly between 0 and 1 (0.99, not 99), got ${q}`,
  );
  const n = samples.length;
  const method = `quantile ${q}, exact order statistics`;
  const bad = nanWarning(samples);
  if (bad !== undefined) return noInterval(Number.NaN, n, method, [bad]);
  const ascending = sorted(samples);
  const estimate = quantileSorted(ascending, q, options?.type);
  const { ranks, warnings } = chooseRanks(n, q, asked);
  const { low, high, confidence } = ranks;
  const interval = [
    low === 0 ? Number.NEGATIVE_INFINITY : ascending[low - 1]!,
    high === n + 1 ? Number.POSITIVE_INFINITY : ascending[high - 1]!,
  ] as const;
  return { estimate, interval, confidence, n, method, warnings };
}

/** The median with its exact interval: `quantileInterval(samples, 0.5)`. Six samples give 95 %. */
export function medianInterval(samples: Samples, options?: ConfidenceOptions): Evidence {
  return { ...quantileInterval(samples, 0.5, options), method: 'median, exact order statistics' };
}

/** The fewest samples for which the q-quantile has a finite interval (both ends) of that confidence. O(log n). */
export function samplesForQuantileInterval(q: number, confidence = 0.95): number {
  requireArgument(q > 0 && q < 1, `a quantile for an interval lies strictly between 0 and 1, got ${q}`);
  const alpha = 1 - confidenceOf({ confidence });
  // With both extremes as ends, what is missed is qⁿ + (1−q)ⁿ.
  let enough = 2;
  while (missed(enough, q) > alpha) enough *= 2;
  let tooFew = Math.floor(enough / 2);
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2);
    if (missed(middle, q) > alpha) tooFew = middle;
    else enough = middle;
  }
  return enough;
}

function missed(n: number, q: number): number {
  return q ** n + (1 - q) ** n;
}

function chooseRanks(n: number, q: number, asked: number): { ranks: RankInterval; warnings: Warning[] } {
  const equal = equalTails(n, q, asked);
  if (equal.low > 0 && equal.high <= n) return { ranks: equal, warnings: [] };
  const shortest = n < 2 || missed(n, q) > 1 - asked ? undefined : shortestFinite(n, q, asked);
  if (shortest !== undefined) {
    const text = `${n} samples bound quantile ${q} on both sides only with unequal tails`;
    return { ranks: shortest, warnings: [warn('UNEQUAL_TAILS', text)] };
  }
  const needed = samplesForQuantileInterval(q, asked);
  const text = `a finite ${percent(asked)} interval for quantile ${q} needs ${needed} samples, got ${n}`;
  return { ranks: equal, warnings: [warn('TOO_FEW_SAMPLES', text)] };
}

/** At most half of the error probability in each tail. */
function equalTails(n: number, q: number, asked: number): RankInterval {
  if (n === 0) return { low: 0, high: 1, confidence: 1 };
  const low = largestLow(n, q, (1 - asked) / 2);
  const high = n + 1 - largestLow(n, 1 - q, (1 - asked) / 2);
  return { low, high, confidence: coverage(low, high, n, q) };
}

/** The largest rank that exceeds the true quantile with probability ≤ `tail`; 0 when there is none. */
function largestLow(n: number, q: number, tail: number): number {
  // The allowance lets 93.75 % of five samples be exactly 93.75 % although the cdf is rounded.
  const low = binomialQuantile(tail, n, q);
  return binomialCdf(low, n, q) <= tail * (1 + 1e-12) ? low + 1 : low;
}

/** The interval of the fewest ranks with both ends among the samples; of equally short ones the surest. O(√n). */
function shortestFinite(n: number, q: number, asked: number): RankInterval | undefined {
  const alpha = 1 - asked;
  let best: RankInterval | undefined;
  for (let low = Math.min(largestLow(n, q, alpha), n - 1); low >= 1; low--) {
    const below = binomialCdf(low - 1, n, q);
    const high = Math.max(low + 1, binomialQuantile(Math.min(1, asked + below), n, q) + 1);
    if (high <= n) {
      const candidate = { low, high, confidence: coverage(low, high, n, q) };
      if (candidate.confidence >= asked && (best === undefined || isBetter(candidate, best)))
        best = candidate;
    }
    // Ranks further out cannot buy a lower upper end any more.
    if (below < alpha * 1e-9) break;
  }
  return best;
}

function isBetter(candidate: RankInterval, best: RankInterval): boolean {
  const shorter = best.high - best.low - (candidate.high - candidate.low);
  return shorter > 0 || (shorter === 0 && candidate.confidence > best.confidence);
}

/** P(low ≤ number of samples below the true quantile < high). */
function coverage(low: number, high: number, n: number, q: number): number {
  const above = high > n ? 0 : binomialCdf(n - high, n, 1 - q);
  const below = low === 0 ? 0 : binomialCdf(low - 1, n, q);
  return 1 - below - above;
}
