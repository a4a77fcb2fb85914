import { durationText, type TrialRecord } from '@benchwright/result-schema';
import { percentileOf } from '../record/read-distribution.js';
import type { SloCondition, SloSubject } from './slo.js';

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
    return { condition, value, met, text: `${condition.text}: ${valueText(condition.subject, value)}` };
  });
}

function measured(subject: SloSubject, record: TrialRecord): number | null {
  const { counts } = record;
  switch (subject.kind) {
    case 'latency':
      return latencyOf(subject, record);
    case 'share':
      if (subject.of === 'errors') return counts.sent > 0 ? counts.failed / counts.sent : null;
      return counts.offered > 0 ? counts.dropped / counts.offered : null;
    case 'rate':
      return (counts.ok * 1e9) / record.durationNs;
  }
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

function holds({ operator, value: limit }: SloCondition, value: number): boolean {
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

function valueText(subject: SloSubject, value: number | null): string {
  if (value === null) return 'nothing was answered';
  switch (subject.kind) {
    case 'latency':
      // Three digits, in the unit that durationText finds for a whole number of them.
      return durationText(Number(value.toPrecision(3)));
    case 'share':
      return `${(value * 100).toPrecision(3)}%`;
    case 'rate':
      return `${Math.round(value)}/s`;
  }
}
