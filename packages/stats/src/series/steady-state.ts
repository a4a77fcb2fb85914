import { requireArgument } from '../errors.js';
import { type ConfidenceOptions, confidenceOf, type Evidence, noInterval } from '../evidence/evidence.js';
import { nonFiniteWarning, type Samples } from '../evidence/samples.js';
import { type Warning, warn } from '../evidence/warning.js';
import { meanInterval } from '../interval/mean.js';
import { Moments } from '../moments/moments.js';
import { blockMeans } from './block-means.js';
import { type TrendEvidence, trendTest } from './trend.js';

export interface SteadyStateOptions extends ConfidenceOptions {
  /** Values averaged into one batch before looking. Default 5 (MSER-5) from 50 values on, else 1. */
  readonly batchSize?: number;
  /**
   * A drift over the whole steady part smaller than this fraction of its mean is not reported. Default 0.05. Without
   * it, a long enough series would fail for a drift that nobody cares about.
   */
  readonly driftTolerance?: number;
}

/** Where warm-up ends, and what the series is from there: the estimate is the steady mean. */
export interface SteadyStateEvidence extends Evidence {
  /** Index of the first value of the steady part; null when the series does not show one. */
  readonly steadyFrom: number | null;
  /** A steady part was found and does not drift. */
  readonly isSteady: boolean;
  /** The trend of the batch means of the steady part. */
  readonly trend: TrendEvidence;
  readonly batchSize: number;
}

/** Fewer batches than this cannot show where anything settles. */
const FEWEST_BATCHES = 10;
const TREND_ALPHA = 0.01;

/**
 * Finds where a series in order of time (throughput per second, latency per trial) settles, by MSER: cut the
 * beginning whose removal makes the standard error of the mean of the rest smallest, looking at the first half only
 * (White, "An effective truncation heuristic for bias reduction in simulation output", 1997; batches of 5: White,
 * Cobb and Spratt, "A comparison of five steady-state truncation heuristics for simulation", 2000). A cut in the very
 * middle means it has not settled (`NOT_STEADY`). Then {@link trendTest} looks at the rest: `TREND` if it drifts both
 * significantly (p < 0.01) and by more than the tolerance. The interval is Student's t of the steady batch means;
 * `APPROXIMATE` when they are correlated. O(n), and what {@link trendTest} costs.
 */
export function steadyState(series: Samples, options?: SteadyStateOptions): SteadyStateEvidence {
  confidenceOf(options);
  const n = series.length;
  const batchSize = options?.batchSize ?? (n >= 50 ? 5 : 1);
  requireArgument(
    Number.isInteger(batchSize) && batchSize >= 1,
    `batchSize must be a positive integer, got ${batchSize}`,
  );
  const method = batchSize === 1 ? 'MSER' : `MSER-${batchSize}`;
  const bad = nonFiniteWarning(series, 'series');
  const batches = blockMeans(series, batchSize);
  if (bad !== undefined || batches.length < FEWEST_BATCHES) {
    const text = `finding a steady part needs ${FEWEST_BATCHES * batchSize} values, got ${n}`;
    return unknown(n, method, batchSize, bad ?? warn('TOO_FEW_SAMPLES', text));
  }
  const cut = mserCut(batches);
  if (cut >= Math.floor(batches.length / 2)) {
    const text =
      'the series has not settled in its first half: measure longer or look for what keeps changing';
    return unknown(n, method, batchSize, warn('NOT_STEADY', text));
  }
  return describeSteady(batches.subarray(cut), {
    n,
    method,
    batchSize,
    steadyFrom: cut * batchSize,
    options,
  });
}

/** How many batches to cut: the smallest d ≤ half that minimises Σ(xᵢ − mean)²/(k − d)² over the rest. */
function mserCut(batches: Float64Array): number {
  const half = Math.floor(batches.length / 2);
  const rest = new Moments();
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  // From the end, each step adds one batch to the rest: one pass.
  for (let cut = batches.length - 1; cut >= 0; cut--) {
    rest.add(batches[cut]!);
    const squaredError = rest.m2 / (rest.n * rest.n);
    if (cut <= half && squaredError <= least) {
      least = squaredError;
      best = cut;
    }
  }
  return best;
}

interface About {
  readonly n: number;
  readonly method: string;
  readonly batchSize: number;
  readonly steadyFrom: number;
  readonly options: SteadyStateOptions | undefined;
}

function describeSteady(steady: Float64Array, about: About): SteadyStateEvidence {
  const { n, method, batchSize, steadyFrom, options } = about;
  const mean = meanInterval(steady, options);
  const trend = trendTest(steady, options);
  const found: Warning[] = [...mean.warnings];
  const drift = Math.abs(trend.estimate * (steady.length - 1));
  const tolerance = (options?.driftTolerance ?? 0.05) * Math.abs(mean.estimate);
  const drifts = trend.pValue < TREND_ALPHA && drift > tolerance;
  if (drifts) {
    const percent = ((100 * drift) / Math.abs(mean.estimate)).toPrecision(2);
    found.push(warn('TREND', `the steady part still drifts, by ${percent} % of its mean from end to end`));
  }
  const correlation = lagOneCorrelation(steady);
  // White noise exceeds 2/√k in either direction once in twenty times.
  if (correlation > 2 / Math.sqrt(steady.length)) {
    const text = `neighbouring batches are correlated (${correlation.toFixed(2)}): the interval of the mean is too narrow`;
    found.push(warn('APPROXIMATE', text));
  }
  return { ...mean, n, method, warnings: found, steadyFrom, isSteady: !drifts, trend, batchSize };
}

function lagOneCorrelation(values: Float64Array): number {
  const { mean, m2 } = Moments.of(values);
  if (m2 === 0) return 0;
  let products = 0;
  for (let i = 1; i < values.length; i++) products += (values[i]! - mean) * (values[i - 1]! - mean);
  return products / m2;
}

function unknown(n: number, method: string, batchSize: number, warning: Warning): SteadyStateEvidence {
  const nothing = noInterval(Number.NaN, n, method, [warning]);
  return { ...nothing, steadyFrom: null, isSteady: false, trend: trendTest([]), batchSize };
}
