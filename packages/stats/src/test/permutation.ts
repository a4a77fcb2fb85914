import { requireArgument } from '../errors.js';
import { type ConfidenceOptions, confidenceOf, noInterval, type TestEvidence } from '../evidence/evidence.js';
import { differences, nonFiniteWarning, type Samples } from '../evidence/samples.js';
import { percent, type Warning, warn } from '../evidence/warning.js';
import { Moments } from '../moments/moments.js';
import { createRandom, type Random, type Seed } from '../random/random.js';
import { EXACT_PERMUTATION } from './exact-limits.js';

export interface PermutationOptions extends ConfidenceOptions {
  /** Random sign patterns for more than 20 pairs. Default 9999. */
  readonly resamples?: number;
  /** Recorded in the result; the same seed gives the same p-value. Default 1. */
  readonly seed?: Seed;
}

/** A permutation test of pairs: the statistic, estimate and interval are about the mean difference. */
export interface PermutationEvidence extends TestEvidence {
  /** Whether all sign patterns were tried. */
  readonly isExact: boolean;
  /** Sign patterns looked at: 2ⁿ if exact. */
  readonly resamples: number;
  readonly seed: Seed;
}

/**
 * Fisher's randomisation test of pairs, two-sided: how often the mean of candidate − baseline is as far from 0 when
 * the sign of each difference is thrown at random. All 2ⁿ patterns up to 20 pairs, else seeded ones (p = (hits +
 * 1)/(patterns + 1), never 0). The interval holds the shifts that the same test would not reject: by Hartigan ("Using
 * subsample values as typical values", 1969) they lie between two order statistics of the means of subsets, exact for
 * symmetric differences. Six pairs give 95 %.
 */
export function pairedPermutation(
  baseline: Samples,
  candidate: Samples,
  options?: PermutationOptions,
): PermutationEvidence {
  const asked = confidenceOf(options);
  const resamples = options?.resamples ?? 9999;
  requireArgument(
    Number.isInteger(resamples) && resamples >= 1,
    `resamples must be a positive integer, got ${resamples}`,
  );
  const paired = differences(baseline, candidate);
  const n = paired.length;
  const isExact = n <= EXACT_PERMUTATION;
  const seed = options?.seed ?? 1;
  const record = { isExact, seed, resamples: isExact ? 2 ** n : resamples };
  const method = `paired permutation of the mean difference, ${isExact ? 'exact' : 'seeded sign patterns'}`;
  const bad = nonFiniteWarning(baseline, 'baseline') ?? nonFiniteWarning(candidate, 'candidate');
  const estimate = Moments.of(paired).mean;
  if (bad !== undefined || n === 0) {
    const warning = bad ?? warn('TOO_FEW_SAMPLES', 'there are no pairs');
    return { ...noInterval(Number.NaN, n, method, [warning]), statistic: Number.NaN, pValue: 1, ...record };
  }
  const { subsetMeans, pValue } = isExact ? allSubsets(paired) : someSubsets(paired, resamples, seed);
  return {
    ...fromSubsetMeans(subsetMeans, { estimate, n, method, asked, isExact }),
    statistic: estimate,
    pValue,
    ...record,
  };
}

/** The means of non-empty subsets, and the p-value of the patterns that flip those subsets. */
interface Subsets {
  readonly subsetMeans: Float64Array;
  readonly pValue: number;
}

/** Every subset once, each sum from the one without its last member: 2ⁿ additions. */
function allSubsets(paired: Float64Array): Subsets {
  const patterns = 2 ** paired.length;
  const sums = new Float64Array(patterns);
  const sizes = new Uint8Array(patterns);
  for (let member = 0; member < paired.length; member++) {
    const half = 2 ** member;
    for (let s = 0; s < half; s++) {
      sums[half + s] = sums[s]! + paired[member]!;
      sizes[half + s] = sizes[s]! + 1;
    }
  }
  const total = sums[patterns - 1]!;
  const isAsExtreme = extremeness(paired, total);
  let hits = 0;
  for (const sum of sums) if (isAsExtreme(sum)) hits++;
  const subsetMeans = sums.subarray(1).map((sum, i) => sum / sizes[i + 1]!);
  return { subsetMeans, pValue: hits / patterns };
}

function someSubsets(paired: Float64Array, resamples: number, seed: Seed): Subsets {
  const random = createRandom(seed).fork('paired-permutation');
  const isAsExtreme = extremeness(
    paired,
    paired.reduce((sum, difference) => sum + difference, 0),
  );
  const subsetMeans = new Float64Array(resamples);
  let hits = 0;
  for (let b = 0; b < resamples; b++) {
    const { sum, size } = randomSubset(paired, random);
    if (isAsExtreme(sum)) hits++;
    subsetMeans[b] = sum / size;
  }
  return { subsetMeans, pValue: (hits + 1) / (resamples + 1) };
}

/** A non-empty subset, all equally likely (the empty one, 1 in 2ⁿ, is drawn again). */
function randomSubset(paired: Float64Array, random: Random): { sum: number; size: number } {
  for (;;) {
    let sum = 0;
    let size = 0;
    let bits = 0;
    for (let i = 0; i < paired.length; i++) {
      if (i % 32 === 0) bits = random.nextUint32();
      if (((bits >>> (i % 32)) & 1) === 1) {
        sum += paired[i]!;
        size++;
      }
    }
    if (size > 0) return { sum, size };
  }
}

/**
 * Flipping a subset with sum s turns the total T into T − 2s. As extreme means |T − 2s| ≥ |T|, up to the rounding of
 * sums, without which a pattern equal in exact arithmetic might be missed.
 */
function extremeness(paired: Float64Array, total: number): (subsetSum: number) => boolean {
  const magnitude = paired.reduce((sum, difference) => sum + Math.abs(difference), 0);
  const limit = Math.abs(total) - magnitude * 1e-12;
  return (subsetSum) => Math.abs(total - 2 * subsetSum) >= limit;
}

interface About {
  readonly estimate: number;
  readonly n: number;
  readonly method: string;
  readonly asked: number;
  readonly isExact: boolean;
}

/** N subset means cut the line into N + 1 parts that are equally likely to hold the centre of symmetry. */
function fromSubsetMeans(subsetMeans: Float64Array, { estimate, n, method, asked, isExact }: About) {
  const parts = subsetMeans.length + 1;
  const rank = Math.floor(parts * ((1 - asked) / 2) * (1 + 1e-12));
  if (rank === 0) {
    const code = isExact ? 'TOO_FEW_SAMPLES' : 'TOO_FEW_RESAMPLES';
    const text = `no ${percent(asked)} permutation interval exists for ${n} pairs${isExact ? '' : ' and so few sign patterns'}`;
    return noInterval(estimate, n, method, [warn(code, text)]);
  }
  const ascending = subsetMeans.sort();
  const interval = [ascending[rank - 1]!, ascending[ascending.length - rank]!] as const;
  const warnings: Warning[] = [];
  if (!isExact) warnings.push(warn('APPROXIMATE', `${parts - 1} random sign patterns stand for all 2^${n}`));
  if (ascending[0] === ascending[ascending.length - 1]) {
    warnings.push(warn('ZERO_VARIANCE', 'all differences are equal: the interval has no width'));
  }
  return { estimate, interval, confidence: 1 - (2 * rank) / parts, n, method, warnings };
}
