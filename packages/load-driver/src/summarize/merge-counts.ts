import type { Counts, TrialRecord } from '@benchwright/result-schema';

/** Adds up the counts of trials, error classes included. */
export function mergeCounts(trials: readonly TrialRecord[]): Counts {
  const total: Counts = { offered: 0, sent: 0, ok: 0, failed: 0, dropped: 0, errors: {} };
  for (const { counts } of trials) {
    total.offered += counts.offered;
    total.sent += counts.sent;
    total.ok += counts.ok;
    total.failed += counts.failed;
    total.dropped += counts.dropped;
    for (const [errorClass, n] of Object.entries(counts.errors)) {
      total.errors[errorClass] = (total.errors[errorClass] ?? 0) + n;
    }
  }
  return total;
}
