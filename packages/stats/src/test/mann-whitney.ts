import { normalCdf } from '../distribution/normal.js';
import { subsetSumDistribution, twoSidedBySum } from '../distribution/subset-sum.js';
import {
  type ConfidenceOptions,
  confidenceOf,
  noInterval,
  type TestEvidence,
  type TwoSampleEvidence,
} from '../evidence/evidence.js';
import { nanWarning, type Samples } from '../evidence/samples.js';
import { type Warning, warn } from '../evidence/warning.js';
import { EXACT_RANK_SUM } from './exact-limits.js';
import { hodgesLehmann } from './hodges-lehmann.js';
import { midranks, type Ranks } from './ranks.js';

/** A rank comparison of two independent samples: estimate and interval are the Hodges–Lehmann shift. */
export interface MannWhitneyEvidence extends TestEvidence, TwoSampleEvidence {
  /** P(candidate > baseline) + ½ P(equal), the share of pairs that the candidate exceeds; NaN when there is none. */
  readonly superiority: number;
  /** Whether the p-value comes from the exact distribution. */
  readonly isExact: boolean;
}

/**
 * Mann–Whitney's U (1947) of the candidate, two-sided. While both sides have at most 50 samples the p-value is exact,
 * ties included: the permutation distribution of the observed midranks, counted out, and the probability of a rank
 * sum at least as far from its mean. Beyond, the normal approximation with tie and continuity corrections
 * (`APPROXIMATE`). It tests that neither sample tends to be larger; estimate and interval are those of {@link
 * hodgesLehmann}. ±Infinity may be ranked but leaves no estimate.
 */
export function mannWhitney(
  baseline: Samples,
  candidate: Samples,
  options?: ConfidenceOptions,
): MannWhitneyEvidence {
  const asked = confidenceOf(options);
  const m = baseline.length;
  const n = candidate.length;
  const isExact = Math.max(m, n) <= EXACT_RANK_SUM;
  const method = `Mann–Whitney U, ${isExact ? 'exact' : 'normal approximation'}`;
  const bad = nanWarning(baseline, 'baseline') ?? nanWarning(candidate, 'candidate');
  if (bad !== undefined || m === 0 || n === 0) {
    const warnings = [bad ?? warn('TOO_FEW_SAMPLES', 'one side has no samples')];
    const nothing = noInterval(Number.NaN, m + n, method, warnings);
    return { ...nothing, sizes: [m, n], statistic: Number.NaN, pValue: 1, superiority: Number.NaN, isExact };
  }
  const shift = hodgesLehmann(baseline, candidate, options);
  const ranks = midranks([...Array.from(baseline), ...Array.from(candidate)]);
  const doubledSum = ranks.doubled.slice(m).reduce((sum, rank) => sum + rank, 0);
  const u = (doubledSum - n * (n + 1)) / 2;
  const pValue = isExact ? exactP(ranks, n, doubledSum) : approximateP(ranks, u, m, n);
  return {
    ...shift,
    method,
    warnings: [...shift.warnings, ...warnings(ranks, isExact, m, n, asked)],
    statistic: u,
    pValue,
    superiority: u / (m * n),
    isExact,
  };
}

function exactP(ranks: Ranks, n: number, doubledSum: number): number {
  const total = ranks.doubled.length;
  // The smaller side is counted out; both sums are equally far from their means.
  const doubledAll = total * (total + 1);
  const size = Math.min(n, total - n);
  const observed = size === n ? doubledSum : doubledAll - doubledSum;
  return twoSidedBySum(subsetSumDistribution(ranks.doubled, size), observed, size * (total + 1));
}

function approximateP(ranks: Ranks, u: number, m: number, n: number): number {
  const total = m + n;
  const variance = ((m * n) / 12) * (total + 1 - ranks.tieSum / (total * (total - 1)));
  if (variance === 0) return 1;
  const distance = Math.max(0, Math.abs(u - (m * n) / 2) - 0.5);
  return Math.min(1, 2 * normalCdf(-distance / Math.sqrt(variance)));
}

function warnings(ranks: Ranks, isExact: boolean, m: number, n: number, asked: number): Warning[] {
  const found: Warning[] = [];
  if (ranks.tieSum > 0) found.push(warn('TIES', 'some values are equal; they share their average rank'));
  if (!isExact) return found;
  const smallestP = 2 / choose(m + n, n);
  if (smallestP > 1 - asked) {
    const text = `${m} against ${n} samples cannot show p below ${smallestP.toPrecision(2)}, whatever they are`;
    found.push(warn('TOO_FEW_SAMPLES', text));
  }
  return found;
}

function choose(total: number, size: number): number {
  let ways = 1;
  for (let i = 1; i <= Math.min(size, total - size); i++)
    ways = (ways * (total - Math.min(size, total - size) + i)) / i;
  return ways;
}
