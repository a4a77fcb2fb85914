import { isOpenLoad, type TrialRecord, type ValidityReason } from '@benchwright/result-schema';
import { percentileOf } from '../record/read-distribution.js';
import { explainReason } from './catalog.js';
import { graded, worstOf } from './rule.js';
import { SEND_LAG_FLOOR_NS, THRESHOLDS } from './thresholds.js';

/** A generator that lost a part of itself did not offer what the plan says, whatever the rest measured. */
export function generatorFaults(trials: readonly TrialRecord[]): ValidityReason | null {
  const fault = trials.flatMap((t) => (t.faults ?? []).map((f) => ({ ...f, trial: t.trial })))[0];
  if (fault === undefined) return null;
  return {
    code: fault.code,
    verdict: 'invalid',
    text: `trial ${fault.trial + 1}: ${fault.text}`,
    hint: `The generator failed, not the target. ${explainReason(fault.code)?.action ?? 'Repeat the run.'}`,
  };
}

/**
 * How late the generator came round to arrivals that were due, whether or not a connection was free: waiting for a connection
 * is the target's doing, noticing late is ours.
 */
export function sendLag(trials: readonly TrialRecord[]): ValidityReason | null {
  const worst = worstOf(
    trials.filter((t) => isOpenLoad(t.load)),
    (t) => {
      const lagNs = lagOf(t);
      return lagNs < SEND_LAG_FLOOR_NS ? 0 : lagNs / Math.max(1, percentileOf(t, 'responseTimeNs', 99));
    },
  );
  return graded(THRESHOLDS.sendLagShare, worst?.value ?? 0, 'SEND_LAG', (share) => ({
    text: `the generator was late: p99 of the time until it noticed that a request was due is ${share} of p99 response time`,
    hint: 'The generator was held up: use a quieter machine, fewer connections or a lower rate.',
  }));
}

/** Records from before the lag was kept apart only tell it where nothing ever waited for a connection. */
function lagOf({ health }: TrialRecord): number {
  return health.arrivalLagP99Ns ?? (health.queueHighWater === 0 ? health.sendLagP99Ns : 0);
}

/**
 * In a closed loop a busy generator is only suspect: each answer still is what this client saw, but it waited for the
 * client's own work. In an open loop it also means that arrivals were not what was planned.
 */
export function generatorSaturated(trials: readonly TrialRecord[]): ValidityReason | null {
  const worst = worstOf(trials, (t) => t.health.busyShare);
  const closed = !trials.some((t) => isOpenLoad(t.load));
  const limits = closed
    ? ([THRESHOLDS.busyShare[0], Number.POSITIVE_INFINITY] as const)
    : THRESHOLDS.busyShare;
  return graded(limits, worst?.value ?? 0, 'GENERATOR_SATURATED', (share) => ({
    text: `the generator was at work ${share} of the time: latencies include its own queueing`,
    hint: 'Lower the concurrency or the rate, or move the generator to a core or machine of its own.',
  }));
}
