import type { PlanCell, TrialRecord, ValidityReason } from '@benchwright/result-schema';
import { parseLinkProfile } from '../network/parse-link-profile.js';
import { matrixFactorsOf } from './plan.js';
import { EXTRA } from './trial-extras.js';

export const LINK_LIMITS = {
  /** Beyond this share of the delay asked for, and this much, the link was another one. */
  lateShare: 0.1,
  lateNs: 0.1e6,
  /** A process that is this busy makes what it forwards wait. */
  busyShare: 0.9,
} as const;

/** What keeps the link of a cell from being what its name says. Pure. */
export function linkReasons(cell: PlanCell, trials: readonly TrialRecord[]): ValidityReason[] {
  const profile = parseLinkProfile(matrixFactorsOf(cell).network);
  if (profile === null) return [];
  const worst = (name: string): number => Math.max(0, ...trials.map(({ extra }) => extra[name] ?? 0));
  const [lateNs, busy] = [worst(EXTRA.linkLateMeanNs), worst(EXTRA.proxyCpuShare)];
  const reasons: ValidityReason[] = [];
  if (lateNs > Math.max(LINK_LIMITS.lateNs, LINK_LIMITS.lateShare * profile.oneWayDelayNs)) {
    const of = profile.oneWayDelayNs === 0 ? 'no delay' : `${profile.oneWayDelayNs / 1e6} ms`;
    reasons.push({
      code: 'LINK_LATE',
      verdict: 'suspect',
      text: `the network gave data out ${(lateNs / 1e6).toFixed(2)} ms late on average in a trial, where ${of} each way was asked`,
      hint: 'All protocols met the same network, but not the one asked for: lower the concurrency, or leave the proxy a core.',
    });
  }
  if (busy > LINK_LIMITS.busyShare) {
    reasons.push({
      code: 'LINK_SATURATED',
      verdict: 'suspect',
      text: `the process that stands for the network was busy for ${(busy * 100).toFixed(0)} % of a trial`,
      hint: 'What it forwards waits for it: read the figures as of this proxy, or lower the concurrency. Without a network (none) there is no proxy.',
    });
  }
  return reasons;
}
