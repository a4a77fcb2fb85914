import type { TrialProgress } from '../suite/events.js';

/**
 * One progress sample out of the latest of each worker: counts and rates add up. Percentiles cannot be added; the live figure is the worst
 * worker's, the record's comes from merged buckets. Null while no worker has reported.
 */
export function mergeProgress(latest: readonly (TrialProgress | null)[]): TrialProgress | null {
  const known = latest.filter((progress) => progress !== null);
  const first = known[0];
  if (first === undefined) return null;
  const sum = (of: (progress: TrialProgress) => number): number =>
    known.reduce((total, p) => total + of(p), 0);
  const max = (of: (progress: TrialProgress) => number): number => Math.max(...known.map(of));
  const left = known.map((p) => p.remainingRequests).filter((n) => n !== null);
  const leftNs = known.map((p) => p.remainingNs).filter((n) => n !== null);
  return {
    ...first,
    elapsedNs: max((p) => p.elapsedNs),
    ok: sum((p) => p.ok),
    failed: sum((p) => p.failed),
    inFlight: sum((p) => p.inFlight),
    queued: sum((p) => p.queued),
    offered: sum((p) => p.offered),
    dropped: sum((p) => p.dropped),
    errors: mergeErrors(known),
    ratePerSec: sum((p) => p.ratePerSec),
    responseP50Ns: max((p) => p.responseP50Ns),
    responseP99Ns: max((p) => p.responseP99Ns),
    recentP50Ns: max((p) => p.recentP50Ns),
    recentP99Ns: max((p) => p.recentP99Ns),
    sendLagP99Ns: max((p) => p.sendLagP99Ns),
    // Each worker tells that of the whole process.
    cpuShare: max((p) => p.cpuShare),
    remainingRequests: left.length > 0 ? left.reduce((total, n) => total + n, 0) : null,
    remainingNs: leftNs.length > 0 ? Math.max(...leftNs) : null,
  };
}

function mergeErrors(samples: readonly TrialProgress[]): Record<string, number> {
  const errors: Record<string, number> = {};
  for (const [name, count] of samples.flatMap((sample) => Object.entries(sample.errors))) {
    errors[name] = (errors[name] ?? 0) + count;
  }
  return errors;
}
