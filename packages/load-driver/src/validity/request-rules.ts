import { isOpenLoad, type TrialRecord, type ValidityReason } from '@benchwright/result-schema';
import { plannedDurationNs } from '../pace/pacer.js';
import { percentileOf } from '../record/read-distribution.js';
import { graded, worstOf } from './rule.js';
import { THRESHOLDS } from './thresholds.js';

/** The kernel accepts connections for a process that is stopped, so that it looks like a slow one. */
const SILENT =
  'Connections were made and nothing came: see whether its process is stopped (state T in ps) or stuck, and whether the timeout is long enough.';

/** No answer, no latency. */
export function nothingAnswered(trials: readonly TrialRecord[]): ValidityReason | null {
  if (trials.length === 0 || trials.some((t) => t.counts.ok > 0)) return null;
  const classes = [...new Set(trials.flatMap((t) => Object.keys(t.counts.errors)))].join(', ');
  return {
    code: 'NOTHING_ANSWERED',
    verdict: 'invalid',
    text: `no request was answered${classes ? ` (${classes})` : ''}`,
    hint: classes === 'TIMEOUT' ? SILENT : 'Check that the target runs and answers at the address given.',
  };
}

/** Failures are in no latency distribution: what is left is a selection. */
export function targetErrors(trials: readonly TrialRecord[]): ValidityReason | null {
  const worst = worstOf(trials, (t) => (t.counts.sent > 0 ? t.counts.failed / t.counts.sent : 0));
  return graded(THRESHOLDS.errorShare, worst?.value ?? 0, 'TARGET_ERRORS', (share) => ({
    text: `${share} of the requests of a trial failed (${commonest(worst?.trial)}); the figures rest on the rest`,
    hint: 'Look at the error classes; lower the load or mend the target before comparing latencies.',
  }));
}

function commonest(trial: TrialRecord | undefined): string {
  const classes = Object.entries(trial?.counts.errors ?? {}).sort(([, a], [, b]) => b - a);
  return classes
    .slice(0, 3)
    .map(([name, n]) => `${name} ${n}`)
    .join(', ');
}

/** Drops happen when all connections are busy, which is when it is slow. */
export function arrivalsDropped(trials: readonly TrialRecord[]): ValidityReason | null {
  const worst = worstOf(trials, (t) => (t.counts.offered > 0 ? t.counts.dropped / t.counts.offered : 0));
  return graded(THRESHOLDS.droppedShare, worst?.value ?? 0, 'ARRIVALS_DROPPED', (share) => ({
    text: `${share} of the arrivals of a trial were never sent, because all connections were busy`,
    hint: 'Allow more connections or a longer queue, or lower the rate.',
  }));
}

/** A backlog that grows has no steady latency: the longer the trial, the worse. */
export function rateNotReached(trials: readonly TrialRecord[]): ValidityReason | null {
  const worst = worstOf(trials, backlogShare);
  return graded(THRESHOLDS.backlogShare, worst?.value ?? 0, 'RATE_NOT_REACHED', (share) => ({
    text: `${share} of the arrivals of a trial were still unanswered when its schedule ended: a backlog grew`,
    hint: 'The rate is above what target or generator sustain; find the limit at lower rates.',
  }));
}

/**
 * Arrivals unanswered at the end of an open schedule, as a share of all, beyond the number that is always under way: rate × median
 * service time (Little 1961), three of its standard deviations (Poisson) and two. One slow request at the very end is not a backlog.
 */
function backlogShare({ load, counts, health, ...trial }: TrialRecord): number {
  const plannedNs = isOpenLoad(load) ? plannedDurationNs(load) : null;
  if (plannedNs === null || counts.offered === 0) return 0;
  if (health.backlogAtEnd === undefined) return 1 - Math.min(1, plannedNs / trial.durationNs);
  const serviceNs = percentileOf({ load, counts, health, ...trial }, 'serviceTimeNs', 50);
  const underWay = (counts.offered / plannedNs) * serviceNs;
  return Math.max(0, health.backlogAtEnd - underWay - 3 * Math.sqrt(underWay) - 2) / counts.offered;
}
