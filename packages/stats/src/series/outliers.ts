import { requireArgument } from '../errors.js';
import { nonFiniteWarning, type Samples } from '../evidence/samples.js';
import { type Warning, warn } from '../evidence/warning.js';
import { median, quantile } from '../quantile/quantile.js';

/** Where a value lies; `unknown` when nothing can be said (too few samples, NaN). */
export type OutlierClass = 'low-severe' | 'low-mild' | 'normal' | 'high-mild' | 'high-severe' | 'unknown';

/** Beyond mild but within severe limits is mild. */
export interface OutlierLimits {
  readonly lowSevere: number;
  readonly lowMild: number;
  readonly highMild: number;
  readonly highSevere: number;
}

/** Outliers are pointed out, never removed: in latencies they are the finding. */
export interface OutlierEvidence {
  /** One class per sample, in input order. */
  readonly classes: readonly OutlierClass[];
  readonly counts: Readonly<Record<OutlierClass, number>>;
  readonly limits: OutlierLimits;
  readonly n: number;
  readonly method: string;
  readonly warnings: readonly Warning[];
}

export interface OutlierOptions {
  /**
   * How far out mild and severe begin: in interquartile ranges for Tukey (default 1.5 and 3), in scores for modified
   * z (default 3.5 and 7).
   */
  readonly mild?: number;
  readonly severe?: number;
}

/**
 * Tukey's fences ("Exploratory Data Analysis", 1977): mild beyond 1.5 interquartile ranges from the quartiles (type
 * 7), severe beyond 3. One value in 143 is mild or worse in normal data, far more in skewed ones. Needs 4 samples.
 * O(n log n).
 */
export function tukeyOutliers(samples: Samples, options?: OutlierOptions): OutlierEvidence {
  const { mild, severe } = requireLimits(options, 1.5, 3);
  const method = 'Tukey fences';
  const problem = unusable(samples, 4);
  if (problem !== undefined) return unclassified(samples.length, method, problem);
  const q1 = quantile(samples, 0.25);
  const q3 = quantile(samples, 0.75);
  const range = q3 - q1;
  const limits = {
    lowSevere: q1 - severe * range,
    lowMild: q1 - mild * range,
    highMild: q3 + mild * range,
    highSevere: q3 + severe * range,
  };
  const warnings =
    range === 0
      ? [warn('ZERO_SPREAD', 'half of the samples are equal: every other value counts as an outlier')]
      : [];
  return classified(samples, limits, method, warnings);
}

const NORMAL_QUARTILE = 0.6744897501960817;
/** √(π/2): the mean absolute deviation of normal data times this is their standard deviation. */
const MEAN_DEVIATION_SCALE = 1.2533141373155001;

/**
 * Modified z-scores 0.6745·(x − median)/MAD (Iglewicz and Hoaglin, "How to Detect and Handle Outliers", 1993): mild
 * beyond 3.5, severe beyond 7. If more than half of the samples are equal the MAD is 0 and the mean absolute
 * deviation from the median takes its place (`ZERO_SPREAD`). Needs 3 samples.
 */
export function modifiedZOutliers(samples: Samples, options?: OutlierOptions): OutlierEvidence {
  const { mild, severe } = requireLimits(options, 3.5, 7);
  const method = 'modified z-score';
  const problem = unusable(samples, 3);
  if (problem !== undefined) return unclassified(samples.length, method, problem);
  const centre = median(samples);
  const deviations = Float64Array.from(samples, (value) => Math.abs(value - centre));
  const mad = median(deviations);
  const warnings: Warning[] = [];
  let scale = mad / NORMAL_QUARTILE;
  if (mad === 0) {
    scale = (MEAN_DEVIATION_SCALE * deviations.reduce((sum, value) => sum + value, 0)) / deviations.length;
    const text =
      'more than half of the samples are equal: the mean absolute deviation stands for the median one';
    warnings.push(warn('ZERO_SPREAD', text));
  }
  const limits = {
    lowSevere: centre - severe * scale,
    lowMild: centre - mild * scale,
    highMild: centre + mild * scale,
    highSevere: centre + severe * scale,
  };
  return classified(samples, limits, method, warnings);
}

function requireLimits(options: OutlierOptions | undefined, mildDefault: number, severeDefault: number) {
  const mild = options?.mild ?? mildDefault;
  const severe = options?.severe ?? severeDefault;
  requireArgument(mild >= 0 && severe >= mild, `limits need 0 ≤ mild ≤ severe, got ${mild} and ${severe}`);
  return { mild, severe };
}

function unusable(samples: Samples, needed: number): Warning | undefined {
  const bad = nonFiniteWarning(samples);
  if (bad !== undefined) return bad;
  if (samples.length >= needed) return undefined;
  return warn('TOO_FEW_SAMPLES', `telling outliers needs ${needed} samples, got ${samples.length}`);
}

function classified(
  samples: Samples,
  limits: OutlierLimits,
  method: string,
  warnings: Warning[],
): OutlierEvidence {
  const classes = Array.from(samples, (value) => classOf(value, limits));
  return { classes, counts: tally(classes), limits, n: samples.length, method, warnings };
}

function unclassified(n: number, method: string, warning: Warning): OutlierEvidence {
  const classes = new Array<OutlierClass>(n).fill('unknown');
  const limits = { lowSevere: Number.NaN, lowMild: Number.NaN, highMild: Number.NaN, highSevere: Number.NaN };
  return { classes, counts: tally(classes), limits, n, method, warnings: [warning] };
}

function classOf(value: number, limits: OutlierLimits): OutlierClass {
  if (value < limits.lowSevere) return 'low-severe';
  if (value < limits.lowMild) return 'low-mild';
  if (value > limits.highSevere) return 'high-severe';
  return value > limits.highMild ? 'high-mild' : 'normal';
}

function tally(classes: readonly OutlierClass[]): Record<OutlierClass, number> {
  const counts = { 'low-severe': 0, 'low-mild': 0, normal: 0, 'high-mild': 0, 'high-severe': 0, unknown: 0 };
  for (const name of classes) counts[name]++;
  return counts;
}
