import { fUpperTail } from '../distribution/f.js';
import { nonFiniteWarning, type Samples, sorted } from '../evidence/samples.js';
import { type Warning, warn } from '../evidence/warning.js';
import { Moments } from '../moments/moments.js';
import { quantileSorted } from '../quantile/quantile.js';
import { type AssumptionCheck, noCheck } from './assumption-check.js';

export interface VarianceCheck extends AssumptionCheck {
  /** Degrees of freedom of F between and within the groups. */
  readonly df: readonly [between: number, within: number];
}

const METHOD = 'Brown–Forsythe F of distances from the group median';

/**
 * Whether groups may share one variance: analysis of variance of the distances from each group's median (Brown and
 * Forsythe, "Robust tests for the equality of variances", 1974; Levene's test with the median, which survives skewed
 * data). Groups of fewer than two are left out; with fewer than five in a group the test rarely notices anything (`TOO_FEW_SAMPLES`).
 * O(n log n).
 */
export function brownForsythe(groups: readonly Samples[]): VarianceCheck {
  const n = groups.reduce((sum, group) => sum + group.length, 0);
  const none = (warning: Warning) => ({ ...noCheck(n, METHOD, warning), df: [0, 0] as const });
  for (const [i, group] of groups.entries()) {
    const bad = nonFiniteWarning(group, `group ${i}`);
    if (bad !== undefined) return none(bad);
  }
  const used = groups.filter(({ length }) => length >= 2);
  if (used.length < 2) {
    return none(warn('TOO_FEW_SAMPLES', `two groups of two samples are needed, got ${used.length} such`));
  }
  const distances = used.map((group) => Moments.of(fromMedian(group)));
  const all = new Moments();
  for (const moments of distances) all.merge(moments);
  const within = distances.reduce((sum, { m2 }) => sum + m2, 0);
  const between = distances.reduce((sum, { n: size, mean }) => sum + size * (mean - all.mean) ** 2, 0);
  const df = [used.length - 1, all.n - used.length] as const;
  if (all.m2 === 0) return none(warn('ZERO_SPREAD', 'all distances from the medians are equal'));
  const statistic = between / df[0] / (within / df[1]);
  return {
    statistic,
    pValue: fUpperTail(statistic, df[0], df[1]),
    n,
    method: METHOD,
    warnings: remarks(groups),
    df,
  };
}

function fromMedian(group: Samples): Float64Array {
  const middle = quantileSorted(sorted(group), 0.5);
  return Float64Array.from(group, (value) => Math.abs(value - middle));
}

function remarks(groups: readonly Samples[]): Warning[] {
  const smallest = Math.min(...groups.map(({ length }) => length));
  if (smallest >= 5) return [];
  const text = `the smallest group has ${smallest} samples; below 5 unequal variances are rarely noticed`;
  return [warn('TOO_FEW_SAMPLES', text)];
}
