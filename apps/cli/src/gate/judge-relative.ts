import {
  cellMatches,
  invalidCodes,
  type JudgedCell,
  type Measured,
  type SloCondition,
  sloUnit,
} from '@benchwright/load-driver';
import {
  type ComparedRow,
  compareReplicates,
  type MetricReplicates,
  type Replicates,
} from '@benchwright/report';
import type { SloResult } from '@benchwright/result-schema';
import type { GateCondition } from './gate-condition.js';
import { type JudgedRun, judgedCells, measureIn } from './judged-run.js';

export interface RelativeLimits {
  /** Changes up to this share count as none. */
  readonly noiseShare: number;
  /** Whether figures of machines that differ are judged all the same. */
  readonly otherMachine: boolean;
}

export interface RelativeJudgement {
  /** By place of the condition and cell. */
  readonly results: ReadonlyMap<string, SloResult>;
  readonly warnings: readonly { readonly code: string; readonly text: string }[];
}

interface Pair {
  readonly key: string;
  readonly condition: SloCondition;
  readonly cell: JudgedCell;
  readonly base: JudgedCell;
  readonly of: Measured;
  readonly to: Measured;
}

const CONFIDENCE = 0.95;
/** Adjusted for all conditions (Benjamini and Hochberg), as in `compare`. */
const SIGNIFICANCE = 0.05;

export function relativeKey(condition: number, cell: string): string {
  return JSON.stringify([condition, cell]);
}

/**
 * Judges the conditions that name the baseline: each cell against the one of the same id, trial by trial. `fail`: the interval of the
 * change lies wholly beyond what is allowed, and the change is significant among all; `pass`: wholly within. What is allowed for the worse is never less
 * than the noise. Cells that are invalid, and machines that differ, pass nothing and fail nothing. Pure.
 */
export function judgeRelative(
  conditions: readonly GateCondition[],
  head: JudgedRun,
  baseline: JudgedRun,
  limits: RelativeLimits,
): RelativeJudgement {
  const results = new Map<string, SloResult>();
  const pairs: Pair[] = [];
  const bases = new Map(judgedCells(baseline).map((cell) => [cell.id, cell]));
  for (const [index, { condition }] of conditions.entries()) {
    if (!condition.baseline) continue;
    for (const cell of judgedCells(head)) {
      if (!cellMatches(condition.where, cell)) continue;
      const key = relativeKey(index, cell.id);
      const pair = pairOf(key, condition, cell, bases.get(cell.id), head, baseline);
      if (typeof pair === 'string') {
        results.set(key, { id: condition.text, cell: cell.id, outcome: 'no-data', text: pair });
      } else pairs.push(pair);
    }
  }
  const comparison = compareReplicates(
    replicates(baseline, pairs, ({ of }) => of),
    replicates(head, pairs, ({ to }) => to),
    { confidence: CONFIDENCE, noiseShare: limits.noiseShare, resolutionShare: 0.05 },
  );
  const rows = new Map(comparison.rows.map((row) => [row.metric, row]));
  const machines = comparison.warnings.filter(({ code }) => code.startsWith('ENVIRONMENT'));
  const doubted = machines.length > 0 && !limits.otherMachine ? machines : [];
  for (const pair of pairs) results.set(pair.key, judgePair(pair, rows.get(pair.key), limits, doubted));
  return { results, warnings: pairs.length === 0 ? [] : machines };
}

/** Both sides of a condition in one cell, or why there are not both. */
function pairOf(
  key: string,
  condition: SloCondition,
  cell: JudgedCell,
  base: JudgedCell | undefined,
  head: JudgedRun,
  baseline: JudgedRun,
): Pair | string {
  if (base === undefined) return 'the baseline has no such cell';
  const of = measureIn(baseline, condition, base);
  if ('missing' in of) return `baseline: ${of.missing}`;
  const to = measureIn(head, condition, cell);
  if ('missing' in to) return to.missing;
  if (of.perTrial.length > 0 && to.perTrial.length > 0) return { key, condition, cell, base, of, to };
  const side = of.perTrial.length === 0 ? 'the baseline' : 'the run';
  return `${side} keeps no value of each trial for this: give the folder with the records (run.ndjson)`;
}

function replicates(run: JudgedRun, pairs: readonly Pair[], side: (pair: Pair) => Measured): Replicates {
  const { environment } = run.result;
  const metrics = pairs.map((pair): MetricReplicates => {
    const { key, condition, cell } = pair;
    const unit = sloUnit(condition.subject) ?? '';
    const better = condition.operator.startsWith('<') ? 'lower' : 'higher';
    return { cell: cell.id, metric: key, statistic: '', unit, better, values: side(pair).perTrial };
  });
  return { label: run.label, tool: 'benchwright', metrics, validity: null, environment };
}

function judgePair(
  { condition, cell, base, of, to }: Pair,
  row: ComparedRow | undefined,
  { noiseShare }: RelativeLimits,
  doubted: RelativeJudgement['warnings'],
): SloResult {
  const about = { id: condition.text, cell: cell.id, n: Math.min(of.perTrial.length, to.perTrial.length) };
  if (row === undefined) return { ...about, outcome: 'no-data', text: 'there is nothing to compare' };
  const said = changeText(row);
  const { outcome, why } = outcomeOf(condition, row, noiseShare);
  const doubt = doubtOf(cell, base, doubted, outcome);
  const text = [said, doubt ?? why].filter((part) => part !== null).join('; ');
  return { ...about, outcome: doubt === null ? outcome : 'not-shown', text };
}

/** Why what the figures show must not count. */
function doubtOf(
  cell: JudgedCell,
  base: JudgedCell,
  machines: RelativeJudgement['warnings'],
  outcome: SloResult['outcome'],
): string | null {
  const [machine] = machines;
  if (machine !== undefined) {
    return `but another machine measured the baseline (${machine.text.replace(/\.$/, '')}): --allow other-machine judges all the same`;
  }
  if (outcome !== 'pass') return null;
  if (cell.validity.verdict === 'invalid') return `but the cell is invalid (${invalidCodes(cell.validity)})`;
  if (base.validity.verdict === 'invalid')
    return `but the baseline's cell is invalid (${invalidCodes(base.validity)})`;
  return null;
}

function outcomeOf(
  { operator, value }: SloCondition,
  { change, qValue, base, head, trialsNeeded }: ComparedRow,
  noiseShare: number,
): { outcome: 'pass' | 'fail' | 'not-shown'; why: string | null } {
  const fewest = Math.min(base.n, head.n);
  if (fewest < 2)
    return { outcome: 'not-shown', why: 'one trial shows no interval: it takes 2, better 5 (--trials)' };
  const lowerIsBetter = operator.startsWith('<');
  const [low, high] = lowerIsBetter ? change.interval : [-change.interval[1], -change.interval[0]];
  const asked = lowerIsBetter ? value : -value;
  // A base of 0 has no ratio: the interval is then that of the difference, of which nothing is allowed.
  const allowed = !Number.isFinite(change.estimate) ? 0 : asked >= 0 ? Math.max(asked, noiseShare) : asked;
  if (high <= allowed) return { outcome: 'pass', why: null };
  const limit = `${lowerIsBetter ? '+' : '−'}${percent(allowed)}`.replace(/[+−]−/, lowerIsBetter ? '−' : '+');
  if (low > allowed && !(qValue > SIGNIFICANCE)) return { outcome: 'fail', why: `${limit} is allowed` };
  const more =
    trialsNeeded !== null && trialsNeeded > fewest
      ? `; ${trialsNeeded} trials a side would tell a change of 5 %`
      : '';
  return { outcome: 'not-shown', why: `${limit} is allowed, and lies within the interval${more}` };
}

function changeText({ change, base, head }: ComparedRow): string {
  const signed = (share: number): string =>
    Number.isFinite(share) ? `${share < 0 ? '' : '+'}${percent(share)}` : share > 0 ? '+∞' : '−∞';
  const [low, high] = change.interval;
  const trials = base.n === head.n ? `${base.n}` : `${base.n} and ${head.n}`;
  return `${signed(change.estimate)} of the baseline, 95 % interval ${signed(low)} to ${signed(high)}, ${trials} trials a side`;
}

function percent(share: number): string {
  const text = `${Number((share * 100).toFixed(Math.abs(share) < 0.0995 ? 1 : 0))} %`;
  return text.replace('-', '−');
}
