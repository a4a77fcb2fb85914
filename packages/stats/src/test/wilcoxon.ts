import { normalCdf } from '../distribution/normal.js';
import { signFlipDistribution, twoSidedBySum } from '../distribution/subset-sum.js';
import { type ConfidenceOptions, confidenceOf, noInterval, type TestEvidence } from '../evidence/evidence.js';
import { differences, nonFiniteWarning, type Samples } from '../evidence/samples.js';
import { type Warning, warn } from '../evidence/warning.js';
import { EXACT_PAIRS } from './exact-limits.js';
import { hodgesLehmannPaired } from './hodges-lehmann.js';
import { midranks } from './ranks.js';

export interface WilcoxonOptions extends ConfidenceOptions {
  /**
   * What becomes of pairs without a difference: `drop` them before ranking (Wilcoxon, as R does), or rank them first
   * and then leave their ranks out (`pratt`, Pratt 1959), which keeps large differences from gaining by many zeros.
   * Default `drop`.
   */
  readonly zeros?: 'drop' | 'pratt';
}

/** A rank comparison of pairs: estimate and interval are the paired Hodges–Lehmann shift. */
export interface WilcoxonEvidence extends TestEvidence {
  /** Whether the p-value comes from the exact distribution. */
  readonly isExact: boolean;
  /** Pairs with a difference. */
  readonly nonZero: number;
}

/**
 * Wilcoxon's signed-rank test (1945) of candidate − baseline, two-sided; the statistic is the rank sum of the
 * positive differences. Exact up to 200 differing pairs, ties included (all sign patterns of the observed midranks,
 * counted out), else the normal approximation with tie and continuity corrections (`APPROXIMATE`). Estimate and
 * interval are those of {@link hodgesLehmannPaired}, zeros included.
 */
export function wilcoxonSignedRank(
  baseline: Samples,
  candidate: Samples,
  options?: WilcoxonOptions,
): WilcoxonEvidence {
  const asked = confidenceOf(options);
  const paired = differences(baseline, candidate);
  const bad = nonFiniteWarning(baseline, 'baseline') ?? nonFiniteWarning(candidate, 'candidate');
  if (bad !== undefined) {
    const nothing = noInterval(Number.NaN, paired.length, 'Wilcoxon signed rank', [bad]);
    return { ...nothing, statistic: Number.NaN, pValue: 1, isExact: false, nonZero: 0 };
  }
  const shift = hodgesLehmannPaired(baseline, candidate, options);
  const ranked = signedRanks(paired, options?.zeros ?? 'drop');
  const nonZero = ranked.ranks.length;
  const isExact = nonZero <= EXACT_PAIRS;
  return {
    ...shift,
    method: `Wilcoxon signed rank, ${isExact ? 'exact' : 'normal approximation'}`,
    warnings: [...shift.warnings, ...warnings(ranked, paired.length, isExact, asked)],
    statistic: ranked.positiveSum / 2,
    pValue: isExact ? exactP(ranked) : approximateP(ranked),
    isExact,
    nonZero,
  };
}

/** Ranks of the non-zero differences by size, doubled so that shared ones are whole. */
interface SignedRanks {
  readonly ranks: number[];
  readonly positiveSum: number;
  readonly hasTies: boolean;
}

function signedRanks(paired: Float64Array, zeros: 'drop' | 'pratt'): SignedRanks {
  const kept = zeros === 'drop' ? paired.filter((difference) => difference !== 0) : paired;
  const { doubled } = midranks(kept.map(Math.abs));
  const ranks = doubled.filter((_, i) => kept[i] !== 0);
  const positiveSum = doubled.reduce((sum, rank, i) => (kept[i]! > 0 ? sum + rank : sum), 0);
  return { ranks, positiveSum, hasTies: new Set(ranks).size < ranks.length };
}

function exactP({ ranks, positiveSum }: SignedRanks): number {
  if (ranks.length === 0) return 1;
  const mean = ranks.reduce((sum, rank) => sum + rank, 0) / 2;
  return twoSidedBySum(signFlipDistribution(ranks), positiveSum, mean);
}

function approximateP({ ranks, positiveSum }: SignedRanks): number {
  // The variance of a random half of the ranks is Σr²/4, ties already in the ranks; doubled ranks give four times
  // that.
  const mean = ranks.reduce((sum, rank) => sum + rank, 0) / 4;
  const variance = ranks.reduce((sum, rank) => sum + rank * rank, 0) / 16;
  const distance = Math.max(0, Math.abs(positiveSum / 2 - mean) - 0.5);
  return Math.min(1, 2 * normalCdf(-distance / Math.sqrt(variance)));
}

function warnings({ ranks, hasTies }: SignedRanks, n: number, isExact: boolean, asked: number): Warning[] {
  const found: Warning[] = [];
  const zeros = n - ranks.length;
  if (zeros > 0)
    found.push(warn('ZERO_DIFFERENCES', `${zeros} of ${n} pairs show no difference and were not ranked`));
  if (hasTies) found.push(warn('TIES', 'some differences are equally large; they share their average rank'));
  if (isExact && 2 ** (1 - ranks.length) > 1 - asked) {
    const smallestP = Math.min(1, 2 ** (1 - ranks.length)).toPrecision(2);
    found.push(warn('TOO_FEW_SAMPLES', `${ranks.length} differing pairs cannot show p below ${smallestP}`));
  }
  return found;
}
