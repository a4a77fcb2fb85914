import { parseDurationNs, parseRatePerSec } from '@benchwright/result-schema';
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

/**
 * Reads an SLO: conditions separated by commas, each `subject operator value`. Subjects are `pN`, `mean` and `max` of response time
 * (or of service time: `service.p99`), `errors`, `dropped` and `rate`. Throws SloSyntaxError at the first place that cannot be.
 */
export function parseSlo(text: string): SloCondition[] {
  const conditions: SloCondition[] = [];
  let offset = 0;
  for (const part of text.split(',')) {
    conditions.push(parseCondition(text, part, offset));
    offset += part.length + 1;
  }
  return conditions;
}

function parseCondition(whole: string, part: string, offset: number): SloCondition {
  const match = CONDITION.exec(part);
  if (match === null) throw new SloSyntaxError(whole, offset + leading(part), `expected a subject: ${KNOWN}`);
  const [, before = '', name = '', gap = '', operator, gap2 = '', valueText = ''] = match;
  const start = offset + before.length;
  const subject = subjectOf(name);
  if (subject === null) throw new SloSyntaxError(whole, start, `'${name}' is not known; there are ${KNOWN}`);
  const operatorAt = start + name.length + gap.length;
  if (operator === undefined)
    throw new SloSyntaxError(whole, operatorAt, `expected <, <=, > or >= after '${name}'`);
  const valueAt = operatorAt + operator.length + gap2.length;
  const value = amountOf(subject, valueText);
  if (value === null) {
    throw new SloSyntaxError(
      whole,
      valueAt,
      `${name} is compared with ${wanted(subject)}, got '${valueText}'`,
    );
  }
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

/** `0.1%`, or a bare share such as `0.001`. */
function shareOf(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)\s*(%)?$/.exec(text);
  if (match === null) return null;
  const share = Number(match[1]) / (match[2] ? 100 : 1);
  return share <= 1 ? share : null;
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
