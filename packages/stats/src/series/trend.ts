import { inversionDistribution } from '../distribution/inversions.js';
import { normalCdf, normalQuantile } from '../distribution/normal.js';
import { type ConfidenceOptions, confidenceOf, noInterval, type TestEvidence } from '../evidence/evidence.js';
import { nonFiniteWarning, type Samples } from '../evidence/samples.js';
import { percent, type Warning, warn } from '../evidence/warning.js';
import { quantileSorted } from '../quantile/quantile.js';
import { midranks } from '../test/ranks.js';
import { blockMeans } from './block-means.js';

/** Up to this length, without ties, Kendall's null distribution is counted out. */
const EXACT_LENGTH = 50;

/** Longer series are averaged in blocks first: all pairs of this many are half a million slopes, 60 ms. */
const LONGEST = 1000;

/** A monotone trend: the statistic is Mann–Kendall's S, estimate and interval are the slope per step. */
export interface TrendEvidence extends TestEvidence {
  /** Whether p-value and interval come from the exact distribution. */
  readonly isExact: boolean;
  /** How many neighbouring values were averaged before looking; 1 up to 1000 values. */
  readonly blockSize: number;
}

/**
 * Whether a series in order of time rises or falls: Mann–Kendall's test (Mann 1945), two-sided, with Sen's slope per
 * step and its rank interval (Sen 1968). Exact for up to 50 different values, else the normal approximation with tie
 * and continuity corrections; from 1000 values on it looks at means of blocks (`APPROXIMATE`; `blockSize` says of how
 * many). Neighbouring values must be independent; positively correlated ones make it see trends that are none.
 */
export function trendTest(series: Samples, options?: ConfidenceOptions): TrendEvidence {
  const asked = confidenceOf(options);
  const n = series.length;
  const blockSize = Math.max(1, Math.ceil(n / LONGEST));
  const bad = nonFiniteWarning(series, 'series');
  if (bad !== undefined || n < 2) {
    const warning = bad ?? warn('TOO_FEW_SAMPLES', `a slope needs 2 values, got ${n}`);
    const nothing = noInterval(Number.NaN, n, 'Mann–Kendall, Sen slope', [warning]);
    return { ...nothing, statistic: Number.NaN, pValue: 1, isExact: false, blockSize };
  }
  const blocks = blockMeans(series, blockSize);
  const { slopes, s } = pairwise(blocks, blockSize);
  const { tieSum, variance } = varianceOfS(blocks);
  const isExact = blocks.length <= EXACT_LENGTH && tieSum === 0;
  const method = `Mann–Kendall, Sen slope, ${isExact ? 'exact' : 'normal approximation'}`;
  const estimate = quantileSorted(slopes, 0.5);
  const tail = (1 - asked) / 2;
  const end = isExact ? exactEnd(n, tail) : normalEnd(slopes.length, variance, tail);
  const pValue = isExact ? exactP(n, s) : approximateP(s, variance);
  const test = { statistic: s, pValue, isExact, blockSize };
  if (end.rank === 0) {
    const text = `no ${percent(asked)} interval for a slope exists for ${n} values`;
    return { ...noInterval(estimate, n, method, [warn('TOO_FEW_SAMPLES', text)]), ...test };
  }
  const interval = [slopes[end.rank - 1]!, slopes[slopes.length - end.rank]!] as const;
  const found = warnings(isExact, tieSum, blockSize);
  return { estimate, interval, confidence: 1 - 2 * end.tail, n, method, warnings: found, ...test };
}

/** All slopes between two values, ascending, and S = rises − falls. */
function pairwise(series: Samples, blockSize: number): { slopes: Float64Array; s: number } {
  const n = series.length;
  const slopes = new Float64Array((n * (n - 1)) / 2);
  let s = 0;
  let at = 0;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const rise = series[j]! - series[i]!;
      s += Math.sign(rise);
      slopes[at++] = rise / ((j - i) * blockSize);
    }
  }
  return { slopes: slopes.sort(), s };
}

function varianceOfS(series: Samples): { tieSum: number; variance: number } {
  const n = series.length;
  const { doubled, tieSum } = midranks(series);
  const groups = new Map<number, number>();
  for (const rank of doubled) groups.set(rank, (groups.get(rank) ?? 0) + 1);
  let variance = n * (n - 1) * (2 * n + 5);
  for (const size of groups.values()) variance -= size * (size - 1) * (2 * size + 5);
  return { tieSum, variance: variance / 18 };
}

function exactP(n: number, s: number): number {
  const probability = inversionDistribution(n);
  const pairs = (n * (n - 1)) / 2;
  let sum = 0;
  // S = pairs − 2 × inversions.
  probability.forEach((p, inversions) => {
    if (Math.abs(pairs - 2 * inversions) >= Math.abs(s)) sum += p;
  });
  return Math.min(1, sum);
}

function approximateP(s: number, variance: number): number {
  if (variance === 0) return 1;
  return Math.min(1, 2 * normalCdf(-Math.max(0, Math.abs(s) - 1) / Math.sqrt(variance)));
}

/** The largest rank of slopes that misses with probability ≤ tail on its side. */
function exactEnd(n: number, tail: number): { rank: number; tail: number } {
  let cumulative = 0;
  let rank = 0;
  for (const probability of inversionDistribution(n)) {
    if (cumulative + probability > tail * (1 + 1e-12)) break;
    cumulative += probability;
    rank++;
  }
  return { rank, tail: cumulative };
}

function normalEnd(pairs: number, variance: number, tail: number): { rank: number; tail: number } {
  // Sen: C = z·√Var(S); the ends are the slopes of rank (pairs ∓ C)/2.
  const rank = Math.max(0, Math.floor((pairs + normalQuantile(tail) * Math.sqrt(variance)) / 2));
  return { rank, tail };
}

function warnings(isExact: boolean, tieSum: number, blockSize: number): Warning[] {
  const found: Warning[] = [];
  if (tieSum > 0) found.push(warn('TIES', 'some values are equal'));
  if (blockSize > 1)
    found.push(warn('APPROXIMATE', `means of ${blockSize} values each stand for the series`));
  if (!isExact) found.push(warn('APPROXIMATE', 'normal approximation of the distribution of S'));
  return found;
}
