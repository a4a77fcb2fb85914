import type { TrialRecord } from '@benchwright/result-schema';
import { percentileOf } from '../record/read-distribution.js';
import type { SloCondition, SloSubject } from './slo.js';
import { amountText } from './slo-text.js';

/** What a trial says about one condition. `value` is null, and the condition not met, when nothing was answered. */
export interface SloFinding {
  readonly condition: SloCondition;
  readonly value: number | null;
  readonly met: boolean;
  /** `p99<50ms: 61.2ms`. */
  readonly text: string;
}

/** Checks one trial against each condition, by its point values: how sure that is, the caller must find out with more trials. Pure. */
export function checkSlo(conditions: readonly SloCondition[], record: TrialRecord): SloFinding[] {
  return conditions.map((condition) => {
    const value = measured(condition.subject, record);
    const met = value !== null && holds(condition, value);
    return {
      condition,
      value,
      met,
      text: `${condition.text}: ${value === null ? 'nothing was answered' : amountText(condition.subject, value)}`,
    };
  });
}

function measured(subject: SloSubject, record: TrialRecord): number | null {
  const { counts } = record;
  switch (subject.kind) {
    case 'latency':
      return latencyOf(subject, record);
    case 'share':
      if (subject.of === 'dropped') return counts.offered > 0 ? counts.dropped / counts.offered : null;
      return counts.sent > 0 ? failuresOf(subject.errorClass, counts) / counts.sent : null;
    case 'rate':
      return (counts.ok * 1e9) / record.durationNs;
    case 'metric':
      return null;
  }
}

function failuresOf(errorClass: string | undefined, { failed, errors }: TrialRecord['counts']): number {
  return errorClass === undefined ? failed : (errors[errorClass] ?? 0);
}

function latencyOf(
  { of, statistic }: Extract<SloSubject, { kind: 'latency' }>,
  record: TrialRecord,
): number | null {
  const stored = record.distributions[of];
  if (!stored) return null;
  return statistic.name === 'percentile'
    ? percentileOf(record, of, statistic.percentile)
    : stored[statistic.name];
}

/** Whether a value is on the right side of the limit. */
export function holds({ operator, value: limit }: SloCondition, value: number): boolean {
  switch (operator) {
    case '<':
      return value < limit;
    case '<=':
      return value <= limit;
    case '>':
      return value > limit;
    case '>=':
      return value >= limit;
  }
}
