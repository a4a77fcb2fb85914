import { mergeParts, percentileOf } from '@benchwright/load-driver';
import type { FleetAgent, Load, TrialRecord } from '@benchwright/result-schema';
import type { AboutPart } from '../protocol/messages.js';
import { expectedOffered } from './expected-offered.js';

/** What one agent handed in. */
export interface Part {
  readonly agent: string;
  readonly index: number;
  readonly record: TrialRecord;
  readonly about: AboutPart;
}

export interface WholeTrial {
  readonly load: Load;
  readonly trialSeed: number;
  /** Slices that the load was cut into. */
  readonly of: number;
  /** Slices that something was left for. */
  readonly active: number;
  readonly attempt: number;
  /** Why parts are missing, where some are. */
  readonly faults: NonNullable<TrialRecord['faults']>;
}

/**
 * One trial out of what agents handed in: buckets are merged, and what they offered is held against the plan. A trial that lacks a part
 * has a fault and is whole all the same: it will not get better. Pure.
 *
 * @throws when there is no part
 */
export function mergeTrial(given: readonly Part[], whole: WholeTrial): TrialRecord {
  const parts = [...given].sort((a, b) => a.index - b.index);
  const records = parts.map(({ record }) => record);
  const faults = [...whole.faults, ...mismatch(records, whole)];
  const merged = mergeParts(records, { load: whole.load, target: null, faults });
  const isComplete = parts.length === whole.active;
  return {
    ...merged,
    // Parts that were ended because another was lost are not an interruption of the run.
    interrupted: isComplete ? merged.interrupted : false,
    fleet: { attempt: whole.attempt, agents: parts.map((part) => agentOf(part, whole.of)) },
  };
}

function mismatch(records: readonly TrialRecord[], whole: WholeTrial): NonNullable<TrialRecord['faults']> {
  if (whole.faults.length > 0 || records.some(({ interrupted }) => interrupted)) return [];
  const expected = expectedOffered(whole.load, whole.trialSeed);
  const offered = records.reduce((sum, { counts }) => sum + counts.offered, 0);
  if (expected === null || expected === offered) return [];
  return [
    {
      code: 'PARTS_MISMATCH',
      text: `${records.length} agents offered ${offered} requests, the plan has ${expected}`,
    },
  ];
}

function agentOf({ agent, index, record, about }: Part, of: number): FleetAgent {
  const answered = record.distributions.responseTimeNs;
  const at = (percentile: number): number => percentileOf(record, 'responseTimeNs', percentile);
  return {
    id: agent,
    ...about,
    slice: { index, of },
    durationNs: record.durationNs,
    counts: record.counts,
    responseTimeNs:
      answered === undefined || answered.count === 0
        ? null
        : { p50: at(50), p90: at(90), p99: at(99), max: answered.max },
    busyShare: record.health.busyShare,
    sendLagP99Ns: record.health.sendLagP99Ns,
  };
}
