import { shownUnit } from '../scale/metric-name.js';
import { formatIn, scaleFor, withUnit } from '../scale/scale.js';
import { terminalSafe } from '../text/terminal-safe.js';
import type { ComparedSide, TestName } from './compare-metric.js';
import type { ComparedRow, RunComparison } from './compare-replicates.js';

const TEST_NAME: Readonly<Record<TestName, string>> = {
  'mann-whitney': 'exact Mann–Whitney',
  welch: 'Welch t of logarithms',
  wilcoxon: 'exact Wilcoxon signed ranks, paired by round',
  'paired-t': 'paired t of logarithms, paired by round',
};

/** The verdicts counted, the worst first, and whether one of them is a regression. */
export function verdictText({ rows }: Pick<RunComparison, 'rows'>): {
  readonly verdict: string;
  readonly regressed: boolean;
} {
  const count = (verdict: ComparedRow['verdict']): number =>
    rows.filter((row) => row.verdict === verdict).length;
  const parts = (['regressed', 'improved', 'within-noise', 'inconclusive'] as const)
    .filter((verdict) => count(verdict) > 0)
    .map((verdict) => `${count(verdict)} ${verdict.replace('-', ' ')}`);
  return {
    verdict: rows.length === 0 ? 'nothing to compare: no metric that both have' : parts.join(', '),
    regressed: count('regressed') > 0,
  };
}

/** A side of a row as `12.3 ms ±2 %`, both sides in one scale. */
export function sideText({ metric, unit, base, head }: ComparedRow): (side: ComparedSide) => string {
  const scale = scaleFor(terminalSafe(shownUnit(metric, unit)), [base.mean, head.mean]);
  return ({ mean, plusMinusShare }) =>
    `${withUnit(formatIn(scale, mean), scale.unit)} ±${Number.isFinite(plusMinusShare) ? percent(plusMinusShare, 0) : '∞'}`;
}

export function intervalText([low, high]: readonly [number, number]): string {
  return `[${signed(low)}, ${signed(high)}]`;
}

/** What the columns mean. */
export function footnote({ test, rows }: RunComparison): string {
  const trials = rows.map(({ base, head }) => Math.min(base.n, head.n));
  const range =
    trials.length === 0 ? '' : ` over ${spread(Math.min(...trials), Math.max(...trials))} trials a side`;
  return `± is half the 95 % interval of the mean. change is head ÷ base − 1 with its interval; p by ${TEST_NAME[test]}${range}, q adjusted for ${rows.length} rows (Benjamini–Hochberg); effect is Cliff's delta. A change counts if q ≤ 0.05 and it is larger than the noise allowed.`;
}

function spread(low: number, high: number): string {
  return low === high ? `${low}` : `${low} to ${high}`;
}

function percent(share: number, digits: number): string {
  return `${(share * 100).toFixed(digits)} %`;
}

/** A change as `+5.2 %`, with a minus that is one. */
export function signed(share: number): string {
  if (!Number.isFinite(share)) return Number.isNaN(share) ? '?' : share > 0 ? '+∞' : '−∞';
  const text = percent(share, Math.abs(share) < 0.0995 ? 1 : 0);
  return share < 0 ? text.replace('-', '−') : `+${text}`;
}

/** A p-value; nothing where no test was made. */
export function probability(p: number): string {
  if (Number.isNaN(p)) return '';
  return p < 0.001 ? '<0.001' : p.toFixed(3);
}
