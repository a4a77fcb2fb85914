import { parseDurationNs, parseShare } from '@benchwright/result-schema';
import { type CellFilter, parseCellFilter, splitOutsideQuotes } from './cell-filter.js';
import { type SloCondition, type SloOperator, type SloSubject, SloSyntaxError } from './slo.js';
import { amountOf, KNOWN_SUBJECTS, subjectOf, wantedAmount } from './slo-subject.js';

const CONDITION = /^(\s*)([A-Za-z][\w.]*)(\s*)(<=|>=|<|>)?(\s*)(.*?)\s*$/s;
const BASELINE = /^baseline(?:\s*([+-])\s*(.*))?$/s;

/** One thing wrong with the text of an SLO, and where. */
export interface SloProblem {
  /** Counted from 0. */
  readonly offset: number;
  readonly problem: string;
}

/**
 * Reads an SLO: conditions separated by commas, each `subject operator limit [over last time] [where filter]`. Subjects are `pN`, `mean`
 * and `max` of response time (or of service time: `service.p99`), `errors` (`errors.TIMEOUT`: of one class), `dropped`, `rate`, and the
 * metrics of the result by name; limits are amounts with units, or `baseline + 5%`. Throws SloSyntaxError at the first place that cannot be.
 */
export function parseSlo(text: string): SloCondition[] {
  return conditionsOf(text).map((read) => {
    if ('problem' in read) throw new SloSyntaxError(text, read.offset, read.problem);
    return read;
  });
}

/** Everything wrong with the text of an SLO, condition by condition; empty when nothing is. */
export function sloProblems(text: string): SloProblem[] {
  return conditionsOf(text).flatMap((read) => ('problem' in read ? [read] : []));
}

function conditionsOf(text: string): (SloCondition | SloProblem)[] {
  return splitOutsideQuotes(text, /,/y).map(({ part, at }) => readCondition(text, part, at));
}

function readCondition(whole: string, part: string, offset: number): SloCondition | SloProblem {
  const clauses = clausesOf(part);
  const match = CONDITION.exec(clauses.core);
  if (match === null) {
    return { offset: offset + leading(part), problem: `expected a subject: ${KNOWN_SUBJECTS}` };
  }
  const [, before = '', name = '', gap = '', operator, gap2 = '', valueText = ''] = match;
  const start = offset + before.length;
  const subject = subjectOf(name);
  if (subject === null)
    return { offset: start, problem: `'${name}' is not known; there are ${KNOWN_SUBJECTS}` };
  const operatorAt = start + name.length + gap.length;
  if (operator === undefined)
    return { offset: operatorAt, problem: `expected <, <=, > or >= after '${name}'` };
  const limit = limitOf(subject, name, valueText);
  if (typeof limit === 'string')
    return { offset: operatorAt + operator.length + gap2.length, problem: limit };
  const extras = extrasOf(clauses, offset);
  if ('problem' in extras) return extras;
  const end = offset + part.trimEnd().length;
  const text = whole.slice(start, end);
  return { subject, operator: operator as SloOperator, ...limit, ...extras, text, start, end };
}

interface Clause {
  readonly text: string;
  /** In the condition. */
  readonly at: number;
}

interface Clauses {
  readonly core: string;
  readonly last: Clause | null;
  readonly where: Clause | null;
}

function clausesOf(part: string): Clauses {
  const [before = '', where] = cut(part, /\swhere(?:\s|$)/);
  const [core = '', last] = cut(before, /\sover\s+last(?:\s|$)/);
  return { core, last: last ?? null, where: where ?? null };
}

function cut(text: string, at: RegExp): [string, Clause | undefined] {
  const found = at.exec(text);
  if (found === null) return [text, undefined];
  const after = found.index + found[0].length;
  return [text.slice(0, found.index), { text: text.slice(after), at: after }];
}

function extrasOf(
  { last, where }: Clauses,
  offset: number,
): { readonly lastNs?: number; readonly where?: CellFilter } | SloProblem {
  const lastNs = last === null ? null : parseDurationNs(last.text);
  if (last !== null && !(lastNs !== null && lastNs > 0)) {
    return {
      offset: offset + last.at,
      problem: `over last needs a time such as 30s, got '${last.text.trim()}'`,
    };
  }
  const filter = where === null ? null : parseCellFilter(where.text);
  if (where !== null && filter !== null && 'problem' in filter) {
    return { offset: offset + where.at + filter.offset, problem: filter.problem };
  }
  return {
    ...(lastNs === null ? {} : { lastNs }),
    ...(filter === null || 'problem' in filter ? {} : { where: filter }),
  };
}

/** The limit, or what is wrong with it. */
function limitOf(
  subject: SloSubject,
  name: string,
  text: string,
): { readonly value: number; readonly baseline?: true } | string {
  const relative = BASELINE.exec(text);
  if (relative === null) {
    const value = amountOf(subject, text);
    return value === null ? `${name} is compared with ${wantedAmount(subject)}, got '${text}'` : { value };
  }
  const [, sign, amount = ''] = relative;
  const share = sign === undefined ? 0 : amount.trim().endsWith('%') ? parseShare(amount) : null;
  if (share === null || (sign === '-' && share >= 1)) {
    return `a change from the baseline is a share such as baseline + 5% or baseline - 3%, got '${text}'`;
  }
  return { value: sign === '-' ? -share : share, baseline: true };
}

function leading(part: string): number {
  return part.length - part.trimStart().length;
}
