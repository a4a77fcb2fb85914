import {
  type ConfidenceOptions,
  confidenceOf,
  type Evidence,
  noInterval,
  type TwoSampleEvidence,
} from '../evidence/evidence.js';
import { differences, nonFiniteWarning, type Samples, sorted } from '../evidence/samples.js';
import { percent, type Warning, warn } from '../evidence/warning.js';
import { EXACT_PAIRS, EXACT_RANK_SUM } from './exact-limits.js';
import { differenceCounter, walshCounter } from './pair-order.js';
import {
  intervalOfPairs,
  medianOfPairs,
  type OrderedPairs,
  type RankEnd,
  rankSumEnd,
  signedRankEnd,
} from './rank-interval.js';

/**
 * The Hodges–Lehmann shift: the median of all differences candidate − baseline, with the interval that inverts the
 * Mann–Whitney test (Hodges and Lehmann 1963). It assumes that the candidate's distribution is the baseline's, moved,
 * and shrugs at outliers. Exact while both sides have at most 50 samples (at least the asked confidence with ties),
 * else by the normal approximation. Four against four samples give 95 %. O((m + n) log(range)) time, linear memory.
 */
export function hodgesLehmann(
  baseline: Samples,
  candidate: Samples,
  options?: ConfidenceOptions,
): TwoSampleEvidence {
  const asked = confidenceOf(options);
  const m = baseline.length;
  const n = candidate.length;
  const sizes = [m, n] as const;
  const isExact = Math.max(m, n) <= EXACT_RANK_SUM;
  const method = `Hodges–Lehmann shift, ${isExact ? 'exact' : 'normal approximation'}`;
  const bad = nonFiniteWarning(baseline, 'baseline') ?? nonFiniteWarning(candidate, 'candidate');
  if (bad !== undefined) return { ...noInterval(Number.NaN, m + n, method, [bad]), sizes };
  if (m === 0 || n === 0) {
    return {
      ...noInterval(Number.NaN, m + n, method, [warn('TOO_FEW_SAMPLES', 'one side has no samples')]),
      sizes,
    };
  }
  const from = sorted(baseline);
  const to = sorted(candidate);
  const pairs: OrderedPairs = {
    counter: differenceCounter(from, to),
    lowest: to[0]! - from[m - 1]!,
    highest: to[n - 1]! - from[0]!,
    total: m * n,
  };
  const end = rankSumEnd(m, n, (1 - asked) / 2);
  return {
    ...fromPairs(pairs, end, { n: m + n, of: `${m} against ${n} samples`, asked, method, isExact }),
    sizes,
  };
}

/**
 * The Hodges–Lehmann estimate for pairs: the median of all averages of two differences candidate − baseline (the
 * pseudo-median), with the interval that inverts Wilcoxon's signed-rank test. It assumes symmetric differences. Exact
 * up to 200 pairs (at least the asked confidence with ties), else by the normal approximation. Six pairs give 95 %.
 */
export function hodgesLehmannPaired(
  baseline: Samples,
  candidate: Samples,
  options?: ConfidenceOptions,
): Evidence {
  const asked = confidenceOf(options);
  const paired = differences(baseline, candidate).sort();
  const n = paired.length;
  const isExact = n <= EXACT_PAIRS;
  const method = `Hodges–Lehmann paired shift, ${isExact ? 'exact' : 'normal approximation'}`;
  const bad = nonFiniteWarning(baseline, 'baseline') ?? nonFiniteWarning(candidate, 'candidate');
  if (bad !== undefined) return noInterval(Number.NaN, n, method, [bad]);
  if (n === 0) return noInterval(Number.NaN, n, method, [warn('TOO_FEW_SAMPLES', 'there are no pairs')]);
  const pairs: OrderedPairs = {
    counter: walshCounter(paired),
    lowest: paired[0]!,
    highest: paired[n - 1]!,
    total: (n * (n + 1)) / 2,
  };
  return fromPairs(pairs, signedRankEnd(n, (1 - asked) / 2), { n, of: `${n} pairs`, asked, method, isExact });
}

interface About {
  readonly n: number;
  readonly of: string;
  readonly asked: number;
  readonly method: string;
  readonly isExact: boolean;
}

function fromPairs(pairs: OrderedPairs, end: RankEnd, { n, of, asked, method, isExact }: About): Evidence {
  const estimate = medianOfPairs(pairs);
  if (end.rank === 0) {
    const text = `no ${percent(asked)} rank interval exists for ${of}`;
    return noInterval(estimate, n, method, [warn('TOO_FEW_SAMPLES', text)]);
  }
  const interval = intervalOfPairs(pairs, end.rank);
  const warnings: Warning[] = [];
  if (!isExact) {
    warnings.push(
      warn('APPROXIMATE', `normal approximation: ${of} are too many to count the distribution out`),
    );
  }
  if (pairs.lowest === pairs.highest) {
    warnings.push(warn('ZERO_VARIANCE', 'all differences are equal: the interval has no width'));
  }
  return { estimate, interval, confidence: 1 - 2 * end.tail, n, method, warnings };
}
