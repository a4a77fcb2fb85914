import type { FleetAgent, TrialRecord } from '@benchwright/result-schema';
import { trialRecordSchema } from '@benchwright/result-schema';
import { describe, expect, it } from 'vitest';
import { trialFixture } from '../test-support/trial-fixture.js';
import { startUncertain } from './fleet-rules.js';

function agent(changes: Partial<FleetAgent>): FleetAgent {
  return {
    id: 'a1',
    host: 'one',
    labels: {},
    slice: { index: 0, of: 2 },
    clockOffsetNs: 5e6,
    clockUncertaintyNs: 40e3,
    startLateNs: 20e3,
    durationNs: 1e9,
    counts: { offered: 1, sent: 1, ok: 1, failed: 0, dropped: 0, errors: {} },
    responseTimeNs: { p50: 1, p90: 1, p99: 1, max: 1 },
    busyShare: 0.1,
    sendLagP99Ns: 0,
    ...changes,
  };
}

function trial(...agents: FleetAgent[]): TrialRecord {
  const record = { ...trialFixture({ responsesNs: [1e6] }), fleet: { attempt: 1, agents } };
  expect(trialRecordSchema.safeParse(record).error).toBeUndefined();
  return record;
}

describe('startUncertain', () => {
  it('has nothing to say of one generator, nor of agents that began together', () => {
    expect(startUncertain([trialFixture({ responsesNs: [1e6] })])).toBeNull();
    expect(startUncertain([trial(agent({}), agent({ id: 'a2', clockOffsetNs: -3e9 }))])).toBeNull();
  });

  it('names the agent whose clock is not known well enough', () => {
    const reason = startUncertain([trial(agent({}), agent({ id: 'a2', clockUncertaintyNs: 25e6 }))]);
    expect(reason).toMatchObject({ code: 'START_UNCERTAIN', verdict: 'suspect' });
    expect(reason?.text).toContain('agent a2 may have begun trial 1 up to 25.0 ms from the instant agreed');
  });

  it('adds what an agent was late, or early, and calls a second invalid', () => {
    expect(startUncertain([trial(agent({ startLateNs: -10e6 }))])?.verdict).toBe('suspect');
    expect(startUncertain([trial(agent({ startLateNs: 1.1e9 }))])?.verdict).toBe('invalid');
  });
});
