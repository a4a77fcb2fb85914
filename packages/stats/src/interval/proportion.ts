import { incompleteBeta } from '../distribution/incomplete-beta.js';
import { normalQuantile } from '../distribution/normal.js';
import { requireArgument } from '../errors.js';
import {
  type ConfidenceOptions,
  confidenceOf,
  type Evidence,
  type Interval,
  noInterval,
  type TwoSampleEvidence,
} from '../evidence/evidence.js';
import { warn } from '../evidence/warning.js';

/** So many of so many. */
export interface Proportion {
  readonly successes: number;
  readonly n: number;
}

export interface ProportionOptions extends ConfidenceOptions {
  /** `wilson` covers the asked confidence on average, `exact` (Clopper–Pearson) at least. Default `wilson`. */
  readonly kind?: 'wilson' | 'exact';
}

/**
 * A proportion (an error rate, a share of hits) with Wilson's score interval (1927) or the exact one of Clopper and
 * Pearson (1934). Neither is empty when nothing failed: 0 of 1000 is an error rate of up to 0.38 %. Throws
 * `ERR_STATS_BAD_ARGUMENT` unless 0 ≤ successes ≤ n are whole numbers.
 */
export function proportionInterval({ successes, n }: Proportion, options?: ProportionOptions): Evidence {
  const confidence = confidenceOf(options);
  const kind = options?.kind ?? 'wilson';
  requireProportion({ successes, n });
  const method = kind === 'wilson' ? 'proportion, Wilson score' : 'proportion, Clopper–Pearson';
  if (n === 0) return noInterval(Number.NaN, 0, method, [warn('TOO_FEW_SAMPLES', 'nothing was observed')]);
  const interval =
    kind === 'wilson' ? wilson(successes, n, confidence) : clopperPearson(successes, n, confidence);
  return { estimate: successes / n, interval, confidence, n, method, warnings: [] };
}

/**
 * Difference of two independent proportions, candidate − baseline, with Newcombe's hybrid score interval ("Interval
 * estimation for the difference between independent proportions", 1998, method 10). Throws as {@link
 * proportionInterval}.
 */
export function proportionDifference(
  baseline: Proportion,
  candidate: Proportion,
  options?: ConfidenceOptions,
): TwoSampleEvidence {
  const confidence = confidenceOf(options);
  requireProportion(baseline);
  requireProportion(candidate);
  const method = 'difference of proportions, Newcombe hybrid score';
  const sizes = [baseline.n, candidate.n] as const;
  const n = baseline.n + candidate.n;
  if (baseline.n === 0 || candidate.n === 0) {
    return {
      ...noInterval(Number.NaN, n, method, [warn('TOO_FEW_SAMPLES', 'one side was never observed')]),
      sizes,
    };
  }
  const from = baseline.successes / baseline.n;
  const to = candidate.successes / candidate.n;
  const [fromLow, fromHigh] = wilson(baseline.successes, baseline.n, confidence);
  const [toLow, toHigh] = wilson(candidate.successes, candidate.n, confidence);
  const estimate = to - from;
  const interval = [
    estimate - Math.hypot(to - toLow, fromHigh - from),
    estimate + Math.hypot(toHigh - to, from - fromLow),
  ] as const;
  return { estimate, interval, confidence, n, sizes, method, warnings: [] };
}

function wilson(successes: number, n: number, confidence: number): Interval {
  const z = normalQuantile((1 + confidence) / 2);
  const failures = n - successes;
  const middle = (successes + (z * z) / 2) / (n + z * z);
  const halfWidth = (z * Math.sqrt((successes * failures) / n + (z * z) / 4)) / (n + z * z);
  // The ends at 0 and 1 are exact; rounding must not make them negative or more than 1.
  return [successes === 0 ? 0 : middle - halfWidth, failures === 0 ? 1 : middle + halfWidth];
}

function clopperPearson(successes: number, n: number, confidence: number): Interval {
  const tail = (1 - confidence) / 2;
  const low = successes === 0 ? 0 : betaQuantile(tail, successes, n - successes + 1);
  const high = successes === n ? 1 : 1 - betaQuantile(tail, n - successes, successes + 1);
  return [low, high];
}

/** The x with Iₓ(a, b) = p, by bisection to the last bit. */
function betaQuantile(p: number, a: number, b: number): number {
  let low = 0;
  let high = 1;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return middle;
    if (incompleteBeta(middle, a, b) < p) low = middle;
    else high = middle;
  }
}

function requireProportion({ successes, n }: Proportion): void {
  requireArgument(
    Number.isSafeInteger(successes) && Number.isSafeInteger(n) && successes >= 0 && n >= successes,
    `a proportion needs whole numbers with 0 ≤ successes ≤ n, got ${successes} of ${n}`,
  );
}
