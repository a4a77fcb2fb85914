import { requireArgument } from '../errors.js';
import { type ConfidenceOptions, confidenceOf, type Evidence, noInterval } from '../evidence/evidence.js';
import { nonFiniteWarning, type Samples, sorted } from '../evidence/samples.js';
import { percent, type Warning, warn } from '../evidence/warning.js';
import { quantileSorted } from '../quantile/quantile.js';
import { createRandom, type Seed } from '../random/random.js';
import { adjustedTails } from './bca.js';

/** Any number computed from a sample. The array is reused between calls: it may be sorted in place but not kept. */
export type Statistic = (sample: Float64Array) => number;

export interface BootstrapOptions extends ConfidenceOptions {
  /** How many resamples. Default 9999, which makes the usual percentiles whole ranks. */
  readonly resamples?: number;
  /** Recorded in the result; the same seed gives the same interval. Default 1. */
  readonly seed?: Seed;
}

export interface BootstrapEvidence extends Evidence {
  readonly resamples: number;
  readonly seed: Seed;
}

/**
 * Interval of any statistic from the percentiles of its bootstrap distribution (Efron 1979). Simple and equivariant,
 * but biased for skewed statistics: prefer {@link bcaBootstrap}. Undercovers for few samples (`APPROXIMATE` below
 * 20). O(resamples × cost of the statistic).
 */
export function percentileBootstrap(
  samples: Samples,
  statistic: Statistic,
  options?: BootstrapOptions,
): BootstrapEvidence {
  const asked = confidenceOf(options);
  const drawn = drawDistribution(samples, statistic, 'percentile bootstrap', asked, options);
  if ('interval' in drawn) return drawn;
  return finish(drawn, [(1 - asked) / 2, (1 + asked) / 2], asked);
}

/**
 * Interval of any statistic by the bias-corrected and accelerated bootstrap (Efron, "Better bootstrap confidence
 * intervals", 1987): the percentiles are moved by the median bias of the bootstrap distribution and by an
 * acceleration from the jackknife. O(resamples + n) evaluations of the statistic.
 */
export function bcaBootstrap(
  samples: Samples,
  statistic: Statistic,
  options?: BootstrapOptions,
): BootstrapEvidence {
  const asked = confidenceOf(options);
  const drawn = drawDistribution(samples, statistic, 'BCa bootstrap', asked, options);
  if ('interval' in drawn) return drawn;
  const tails = adjustedTails(drawn.samples, statistic, drawn.distribution, drawn.estimate, asked);
  if (tails === undefined) {
    const text = 'the bootstrap distribution lies wholly on one side of the estimate; no BCa interval exists';
    return {
      ...noInterval(drawn.estimate, samples.length, drawn.method, [warn('DEGENERATE_BOOTSTRAP', text)]),
      ...drawn.record,
    };
  }
  return finish(drawn, tails, asked);
}

/** What both kinds share: the estimate and the sorted statistics of the resamples. */
interface Drawn {
  readonly samples: Float64Array;
  readonly estimate: number;
  readonly distribution: Float64Array;
  readonly method: string;
  readonly warnings: Warning[];
  readonly record: { readonly resamples: number; readonly seed: Seed };
}

function drawDistribution(
  samples: Samples,
  statistic: Statistic,
  method: string,
  asked: number,
  options: BootstrapOptions | undefined,
): Drawn | BootstrapEvidence {
  const resamples = options?.resamples ?? 9999;
  const seed = options?.seed ?? 1;
  requireArgument(
    Number.isInteger(resamples) && resamples >= 1,
    `resamples must be a positive integer, got ${resamples}`,
  );
  const record = { resamples, seed };
  const n = samples.length;
  const nothing = (estimate: number, warning: Warning) => ({
    ...noInterval(estimate, n, method, [warning]),
    ...record,
  });
  const bad = nonFiniteWarning(samples);
  if (bad !== undefined) return nothing(Number.NaN, bad);
  const own = Float64Array.from(samples);
  const estimate = n === 0 ? Number.NaN : statistic(own.slice());
  // The most extreme resample is one value n times, with probability n⁻ⁿ: rarer tails cannot be seen.
  if (n === 0 || n ** -n > (1 - asked) / 2) {
    const text = `${n} samples have too few different resamples for a ${percent(asked)} bootstrap interval`;
    return nothing(estimate, warn('TOO_FEW_SAMPLES', text));
  }
  const distribution = resampledStatistics(own, statistic, record);
  if (!Number.isFinite(estimate) || !distribution.every(Number.isFinite)) {
    return nothing(
      estimate,
      warn('DEGENERATE_BOOTSTRAP', 'the statistic is not a finite number for every resample'),
    );
  }
  return { samples: own, estimate, distribution, method, record, warnings: smallSampleWarnings(n) };
}

function resampledStatistics(
  samples: Float64Array,
  statistic: Statistic,
  { resamples, seed }: Drawn['record'],
): Float64Array {
  const random = createRandom(seed).fork('bootstrap');
  const buffer = new Float64Array(samples.length);
  const statistics = new Float64Array(resamples);
  for (let b = 0; b < resamples; b++) {
    for (let i = 0; i < buffer.length; i++) buffer[i] = samples[random.nextInt(samples.length)]!;
    statistics[b] = statistic(buffer);
  }
  return sorted(statistics);
}

function smallSampleWarnings(n: number): Warning[] {
  if (n >= 20) return [];
  return [
    warn(
      'APPROXIMATE',
      `a bootstrap interval of ${n} samples covers less often than it says; 20 or more are better`,
    ),
  ];
}

function finish(
  drawn: Drawn,
  [lowTail, highTail]: readonly [number, number],
  asked: number,
): BootstrapEvidence {
  const { distribution, estimate, method, record } = drawn;
  const warnings = [...drawn.warnings];
  const position = (record.resamples + 1) * Math.min(lowTail, 1 - highTail);
  if (position < 1 - 1e-9) {
    warnings.push(
      warn(
        'TOO_FEW_RESAMPLES',
        `${record.resamples} resamples do not reach that far; the end is the extreme one`,
      ),
    );
  }
  if (distribution[0] === distribution[distribution.length - 1]) {
    warnings.push(
      warn('ZERO_VARIANCE', 'every resample gives the same statistic: the interval has no width'),
    );
  }
  // Type 6 puts the p-quantile at rank p·(B+1), the rank the bootstrap literature uses.
  const interval = [
    quantileSorted(distribution, lowTail, 6),
    quantileSorted(distribution, highTail, 6),
  ] as const;
  return { estimate, interval, confidence: asked, n: drawn.samples.length, method, warnings, ...record };
}
