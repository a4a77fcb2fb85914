import { metricName, shownUnit } from '../scale/metric-name.js';
import { formatIn, scaleFor, withUnit } from '../scale/scale.js';
import { terminalSafe } from '../text/terminal-safe.js';
import { type ComparedSide, isPaired, type TestName } from './compare-metric.js';
import type { ComparedRow, RunComparison } from './compare-replicates.js';

const TEST_NAME: Readonly<Record<TestName, string>> = {
  'mann-whitney': 'exact Mann–Whitney',
  welch: 'Welch t of logarithms',
  wilcoxon: 'exact Wilcoxon signed ranks, paired by round',
  'paired-t': 'paired t of logarithms, paired by round',
};

/** The verdicts counted, the worst first, and whether one of them is a regression. Where nothing changed, that is said first. */
export function verdictText({ rows }: Pick<RunComparison, 'rows'>): {
  readonly verdict: string;
  readonly regressed: boolean;
} {
  const count = (verdict: ComparedRow['verdict']): number =>
    rows.filter((row) => row.verdict === verdict).length;
  const parts = (['regressed', 'improved', 'within-noise', 'inconclusive'] as const)
    .filter((verdict) => count(verdict) > 0)
    .map((verdict) => `${count(verdict)} ${verdict.replace('-', ' ')}`);
  if (rows.length === 0) return { verdict: 'nothing to compare: no metric that both have', regressed: false };
  const changed = count('regressed') + count('improved') > 0;
  return {
    verdict: `${changed ? '' : 'no measurable difference: '}${parts.join(', ')}`,
    regressed: count('regressed') > 0,
  };
}

/** A side of a row as `12.3 ms ±2 %`, both sides in one scale. */
function sideText({ metric, unit, base, head }: ComparedRow): (side: ComparedSide) => string {
  const scale = scaleFor(terminalSafe(shownUnit(metric, unit)), [base.mean, head.mean]);
  return ({ mean, plusMinusShare }) =>
    `${withUnit(formatIn(scale, mean), scale.unit)} ±${Number.isFinite(plusMinusShare) ? percent(plusMinusShare, 0) : '∞'}`;
}

function intervalText([low, high]: readonly [number, number]): string {
  return `[${signed(low)}, ${signed(high)}]`;
}

/** What the columns mean. */
export function footnote({ test, rows }: RunComparison): string {
  const trials = rows.map(({ base, head }) => Math.min(base.n, head.n));
  const range =
    trials.length === 0 ? '' : ` over ${spread(Math.min(...trials), Math.max(...trials))} trials a side`;
  const effect = isPaired(test)
    ? 'the share of rounds in which head is larger, less that in which it is smaller'
    : "Cliff's delta";
  return `base and head are ${meansText(rows)} of the trials, ± half their 95 % interval. change is head ÷ base − 1 of these with its interval; p by ${TEST_NAME[test]}${range}, q adjusted for ${rows.length} ${rows.length === 1 ? 'row' : 'rows'} (Benjamini–Hochberg); effect is ${effect}. A change counts if q ≤ 0.05, it is larger than the noise allowed and effect points the same way.`;
}

function meansText(rows: RunComparison['rows']): string {
  const arithmetic = rows.filter(({ means }) => means === 'arithmetic').length;
  if (arithmetic === 0) return 'geometric means';
  return arithmetic === rows.length
    ? 'means'
    : 'geometric means (arithmetic where a value is not above zero)';
}

/** A row as the columns show it, each in words; `metric` with what a value is of. */
export interface RowTexts {
  readonly metric: string;
  readonly statistic: string;
  readonly verdict: string;
  /** base, head, change, interval, p, q and effect. */
  readonly numbers: readonly string[];
}

export const NUMBER_TITLES = ['base', 'head', 'change', 'interval', 'p', 'q', 'effect'] as const;

/** What both views of a row write. */
export function rowTexts(row: ComparedRow): RowTexts {
  const side = sideText(row);
  return {
    metric: metricName(row.metric),
    statistic: row.statistic,
    verdict: row.verdict.replace('-', ' '),
    numbers: [
      side(row.base),
      side(row.head),
      signed(row.change.estimate),
      intervalText(row.change.interval),
      probability(row.pValue),
      probability(row.qValue),
      Number.isNaN(row.effect) ? '' : row.effect.toFixed(2),
    ],
  };
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
function probability(p: number): string {
  if (Number.isNaN(p)) return '';
  return p < 0.001 ? '<0.001' : p.toFixed(3);
}
