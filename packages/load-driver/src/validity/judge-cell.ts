import { isOpenLoad, type TrialRecord, type ValidityReason } from '@benchwright/result-schema';
import { plannedDurationNs } from '../pace/pacer.js';
import { percentileOf } from '../record/read-distribution.js';
import { SEND_LAG_FLOOR_NS, THRESHOLDS } from './thresholds.js';

export interface CellExpectation {
  readonly planned: number;
  readonly whole: number;
}

type Rule = (trials: readonly TrialRecord[]) => ValidityReason | null;

/** Why the figures of a cell must not simply be believed: every rule that speaks, worst trial first. Empty when none does. Pure. */
export function judgeCell(trials: readonly TrialRecord[], expected: CellExpectation): ValidityReason[] {
  const reasons = RULES.map((rule) => rule(trials)).filter((reason) => reason !== null);
  if (expected.whole < expected.planned) reasons.push(interrupted(expected));
  return reasons;
}

const RULES: readonly Rule[] = [
  generatorFaults,
  nothingAnswered,
  targetErrors,
  arrivalsDropped,
  rateNotReached,
  sendLag,
  generatorSaturated,
  cpuSteal,
];

function interrupted({ planned, whole }: CellExpectation): ValidityReason {
  return {
    code: 'INTERRUPTED',
    verdict: whole === 0 ? 'invalid' : 'suspect',
    text: `${whole} of ${planned} trials are whole; the run was cut short`,
    hint: 'Go on where it stopped with --resume and the run folder.',
  };
}

/** A generator that lost a part of itself did not offer what the plan says, whatever the rest measured. */
function generatorFaults(trials: readonly TrialRecord[]): ValidityReason | null {
  const fault = trials.flatMap((t) => (t.faults ?? []).map((f) => ({ ...f, trial: t.trial })))[0];
  if (fault === undefined) return null;
  return {
    code: fault.code,
    verdict: 'invalid',
    text: `trial ${fault.trial + 1}: ${fault.text}`,
    hint: 'The generator failed, not the target: repeat the run; if it happens again, report it with the message above.',
  };
}

function nothingAnswered(trials: readonly TrialRecord[]): ValidityReason | null {
  if (trials.length === 0 || trials.some((t) => t.counts.ok > 0)) return null;
  const classes = [...new Set(trials.flatMap((t) => Object.keys(t.counts.errors)))].join(', ');
  return {
    code: 'NOTHING_ANSWERED',
    verdict: 'invalid',
    text: `no request was answered${classes ? ` (${classes})` : ''}`,
    hint: 'Check that the target runs and answers at the address given.',
  };
}

function targetErrors(trials: readonly TrialRecord[]): ValidityReason | null {
  const worst = max(trials, (t) => (t.counts.sent > 0 ? t.counts.failed / t.counts.sent : 0));
  return graded(THRESHOLDS.errorShare, worst, 'TARGET_ERRORS', (share) => ({
    text: `${percent(share)} of the requests of a trial failed; the figures rest on the rest`,
    hint: 'Look at the error classes; lower the load or mend the target before comparing latencies.',
  }));
}

function arrivalsDropped(trials: readonly TrialRecord[]): ValidityReason | null {
  const worst = max(trials, (t) => (t.counts.offered > 0 ? t.counts.dropped / t.counts.offered : 0));
  return graded(THRESHOLDS.droppedShare, worst, 'ARRIVALS_DROPPED', (share) => ({
    text: `${percent(share)} of the arrivals of a trial were never sent, because all connections were busy`,
    hint: 'Allow more connections or a longer queue, or lower the rate.',
  }));
}

function rateNotReached(trials: readonly TrialRecord[]): ValidityReason | null {
  const worst = max(trials, (t) => {
    const planned = isOpenLoad(t.load) ? plannedDurationNs(t.load) : null;
    return planned === null ? 0 : 1 - Math.min(1, planned / t.durationNs);
  });
  return graded(THRESHOLDS.rateShortfall, worst, 'RATE_NOT_REACHED', (share) => ({
    text: `the last answer came ${percent(share)} of the trial's time after the last arrival was due: a backlog grew`,
    hint: 'The rate is above what target or generator sustain; find the limit at lower rates.',
  }));
}

function sendLag(trials: readonly TrialRecord[]): ValidityReason | null {
  const late = trials.filter((t) => isOpenLoad(t.load) && t.health.queueHighWater === 0);
  const worst = max(late, (t) => {
    const lagNs = t.health.sendLagP99Ns;
    return lagNs < SEND_LAG_FLOOR_NS ? 0 : lagNs / Math.max(1, percentileOf(t, 'responseTimeNs', 99));
  });
  return graded(THRESHOLDS.sendLagShare, worst, 'SEND_LAG', (share) => ({
    text: `requests left late although connections were free: p99 of send lag is ${percent(share)} of p99 response time`,
    hint: 'The generator was held up: use a quieter machine, fewer connections or a lower rate.',
  }));
}

/**
 * In a closed loop a busy generator is only suspect: each answer still is what this client saw, but it waited for the
 * client's own work. In an open loop it also means that arrivals were not what was planned.
 */
function generatorSaturated(trials: readonly TrialRecord[]): ValidityReason | null {
  const worst = max(trials, (t) => t.health.busyShare);
  const closed = !trials.some((t) => isOpenLoad(t.load));
  const limits = closed
    ? ([THRESHOLDS.busyShare[0], Number.POSITIVE_INFINITY] as const)
    : THRESHOLDS.busyShare;
  return graded(limits, worst, 'GENERATOR_SATURATED', (share) => ({
    text: `the generator was at work ${percent(share)} of the time: latencies include its own queueing`,
    hint: 'Lower the concurrency or the rate, or move the generator to a core or machine of its own.',
  }));
}

function cpuSteal(trials: readonly TrialRecord[]): ValidityReason | null {
  const worst = max(trials, (t) => t.health.stealShare ?? 0);
  return graded(THRESHOLDS.stealShare, worst, 'CPU_STEAL', (share) => ({
    text: `the hypervisor gave ${percent(share)} of this machine's CPU time to others`,
    hint: 'Repeat on a dedicated machine or at a quieter time.',
  }));
}

function graded(
  [suspect, invalid]: readonly [number, number],
  value: number,
  code: string,
  say: (value: number) => { text: string; hint: string },
): ValidityReason | null {
  if (!(value > suspect)) return null;
  const { text, hint } = say(value);
  const limit = value > invalid ? invalid : suspect;
  return {
    code,
    verdict: value > invalid ? 'invalid' : 'suspect',
    text: `${text} (limit ${percent(limit)})`,
    hint,
  };
}

function max(trials: readonly TrialRecord[], value: (trial: TrialRecord) => number): number {
  return trials.reduce((worst, trial) => Math.max(worst, value(trial)), 0);
}

function percent(share: number): string {
  const value = share * 100;
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} %`;
}
