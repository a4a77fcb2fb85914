import { parseDurationNs, parseRatePerSec, parseShare } from '@benchwright/result-schema';
import {
  type LatencyStatistic,
  type SloCondition,
  type SloOperator,
  type SloSubject,
  SloSyntaxError,
} from './slo.js';

const CONDITION = /^(\s*)([A-Za-z][\w.]*)(\s*)(<=|>=|<|>)?(\s*)(.*?)\s*$/s;
const SCOPES = { response: 'responseTimeNs', service: 'serviceTimeNs' } as const;
const KNOWN = 'p50, p99.9 (any percentile), mean, max, each also as service.p50; errors, dropped, rate';

/** One thing wrong with the text of an SLO, and where. */
export interface SloProblem {
  /** Counted from 0. */
  readonly offset: number;
  readonly problem: string;
}

/**
 * Reads an SLO: conditions separated by commas, each `subject operator value`. Subjects are `pN`, `mean` and `max` of response time
 * (or of service time: `service.p99`), `errors`, `dropped` and `rate`. Throws SloSyntaxError at the first place that cannot be.
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
  let offset = 0;
  return text.split(',').map((part) => {
    const read = readCondition(text, part, offset);
    offset += part.length + 1;
    return read;
  });
}

function readCondition(whole: string, part: string, offset: number): SloCondition | SloProblem {
  const match = CONDITION.exec(part);
  if (match === null) return { offset: offset + leading(part), problem: `expected a subject: ${KNOWN}` };
  const [, before = '', name = '', gap = '', operator, gap2 = '', valueText = ''] = match;
  const start = offset + before.length;
  const subject = subjectOf(name);
  if (subject === null) return { offset: start, problem: `'${name}' is not known; there are ${KNOWN}` };
  const operatorAt = start + name.length + gap.length;
  if (operator === undefined)
    return { offset: operatorAt, problem: `expected <, <=, > or >= after '${name}'` };
  const valueAt = operatorAt + operator.length + gap2.length;
  const value = amountOf(subject, valueText);
  if (value === null)
    return { offset: valueAt, problem: `${name} is compared with ${wanted(subject)}, got '${valueText}'` };
  const end = offset + part.trimEnd().length;
  return { subject, operator: operator as SloOperator, value, text: whole.slice(start, end), start, end };
}

function leading(part: string): number {
  return part.length - part.trimStart().length;
}

function subjectOf(name: string): SloSubject | null {
  if (name === 'errors' || name === 'dropped') return { kind: 'share', of: name };
  if (name === 'rate') return { kind: 'rate' };
  const scoped = /^(response|service)\.(.+)$/.exec(name);
  const scope = (scoped?.[1] ?? 'response') as keyof typeof SCOPES;
  const statistic = statisticOf(scoped?.[2] ?? name);
  return statistic === null ? null : { kind: 'latency', of: SCOPES[scope], statistic };
}

function statisticOf(name: string): LatencyStatistic | null {
  if (name === 'mean' || name === 'max') return { name };
  const percentile = /^p(\d{1,2}(?:\.\d+)?)$/.exec(name)?.[1];
  if (percentile === undefined || Number(percentile) === 0) return null;
  return { name: 'percentile', percentile: Number(percentile) };
}

function amountOf(subject: SloSubject, text: string): number | null {
  switch (subject.kind) {
    case 'latency':
      return parseDurationNs(text);
    case 'share':
      return shareOf(text);
    case 'rate':
      return parseRatePerSec(text);
  }
}

/** `0.1%`, or a bare share such as `0.001`; no more than all. */
function shareOf(text: string): number | null {
  const share = parseShare(text);
  return share === null || share > 1 ? null : share;
}

function wanted(subject: SloSubject): string {
  switch (subject.kind) {
    case 'latency':
      return 'a duration such as 50ms';
    case 'share':
      return 'a share such as 0.1% or 0.001';
    case 'rate':
      return 'a rate such as 1000/s';
  }
}
