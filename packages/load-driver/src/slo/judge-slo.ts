import type { SloResult, TrialRecord, Validity } from '@benchwright/result-schema';
import { finiteOrNull } from '../summarize/trial-metric.js';
import { cellMatches, filterChoices } from './cell-filter.js';
import { holds } from './check-slo.js';
import { type JudgedCell, measureSlo } from './measure-slo.js';
import type { Measured } from './measurement.js';
import type { SloCondition, SloSubject } from './slo.js';
import { amountText, unitOf } from './slo-text.js';

const CONFIDENCE = 0.95;
const NOTHING_TO_COMPARE = 'no baseline was given: benchwright gate RUN --baseline RUN judges it';

/**
 * Judges a cell by each condition that is about it, on its whole trials together: `pass` or `fail` where the 95 % interval lies wholly on one side
 * of the limit, `not-shown` where it does not or rests on too little, `no-data` where nothing was measured, or a baseline is needed. A cell that is
 * invalid passes nothing. Pure; O(conditions × trials × buckets).
 */
export function judgeSlo(
  slo: readonly SloCondition[],
  cell: JudgedCell,
  trials: readonly TrialRecord[],
): SloResult[] {
  return slo
    .filter(({ where }) => cellMatches(where, cell))
    .map((condition) => judgeCondition(condition, cell, trials));
}

function judgeCondition(
  condition: SloCondition,
  cell: JudgedCell,
  trials: readonly TrialRecord[],
): SloResult {
  const { subject, operator, value: limit, text: id, baseline } = condition;
  if (baseline) return { id, cell: cell.id, outcome: 'no-data', text: NOTHING_TO_COMPARE };
  const measured = measureSlo(condition, cell, trials);
  const unit = unitOf(subject);
  const n = 'missing' in measured ? trials.length : Math.max(trials.length, measured.perTrial.length);
  const about = { id, cell: cell.id, ...(unit === null ? {} : { unit }), operator, limit, n };
  if ('missing' in measured) return { ...about, outcome: 'no-data', text: measured.missing, value: null };
  const { outcome, why } = outcomeOf(condition, measured, cell.validity);
  const { value, low, high } = measured;
  const interval: [number | null, number | null] = [finiteOrNull(low), finiteOrNull(high)];
  const said = measuredText(subject, measured, n);
  const text = why === null ? said : `${said}; ${why}`;
  return { ...about, outcome, text, value, interval, confidence: CONFIDENCE };
}

/** What conditions that no cell is about come to: they show nothing, and so must not pass unnoticed. Pure. */
export function judgeUnmatched(slo: readonly SloCondition[], cells: readonly JudgedCell[]): SloResult[] {
  return slo
    .filter(({ where }) => where !== undefined && !cells.some((cell) => cellMatches(where, cell)))
    .map(({ text: id, where }) => ({
      id,
      cell: where?.text ?? '',
      outcome: 'no-data',
      text: `no cell is so; there are ${filterChoices(cells)}`,
    }));
}

function outcomeOf(
  condition: SloCondition,
  { low, high, thin }: Measured,
  validity: Validity,
): { outcome: 'pass' | 'fail' | 'not-shown'; why: string | null } {
  const ends = [low, high].map((end) => holds(condition, end));
  if (ends.every((end) => !end) && Number.isFinite(low + high)) return { outcome: 'fail', why: null };
  if (thin !== null) return { outcome: 'not-shown', why: thin };
  if (ends.some((end) => !end)) {
    return {
      outcome: 'not-shown',
      why: 'the limit lies within the interval: more trials, or longer ones, narrow it',
    };
  }
  if (validity.verdict !== 'invalid') return { outcome: 'pass', why: null };
  return { outcome: 'not-shown', why: `but the cell is invalid (${invalidCodes(validity)})` };
}

/** The codes of what makes a cell invalid, for a sentence. */
export function invalidCodes({ reasons }: Validity): string {
  return reasons
    .filter(({ verdict }) => verdict === 'invalid')
    .map(({ code }) => code)
    .join(', ');
}

function measuredText(subject: SloSubject, { value, low, high }: Measured, trials: number): string {
  const measured = amountText(subject, value);
  if (low === high || !Number.isFinite(high) || !Number.isFinite(low)) return measured;
  const runs = trials === 1 ? '1 trial' : `${trials} trials`;
  const percent = `${CONFIDENCE * 100} %`;
  return `${measured}, ${percent} interval ${amountText(subject, low)}–${amountText(subject, high)}, ${runs}`;
}
