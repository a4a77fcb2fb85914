import type { TrialRecord } from '@benchwright/result-schema';
import type { StoredReport } from '../verify/stored-report.js';
import type { IdRanges } from './id-ranges.js';

/** What a trial's record says of its events, beside figures: enough to verify the stored events again later. */
export interface WefEvidence {
  /** Part of the name of every machine of the trial. */
  readonly runTag: string;
  readonly batchSize: number;
  /** Ids that were sent: those not acknowledged may or may not be stored. */
  readonly offered: IdRanges;
  readonly acknowledged: IdRanges;
  /** When the trial began and when its last answer had come, milliseconds since 1970. */
  readonly sinceMs: number;
  readonly untilMs: number;
  /** Why the collector's own count is not known; null where it is. */
  readonly statsProblem: string | null;
  /** What was found in the bucket; null where nobody looked. */
  readonly stored: StoredReport | null;
  /** Why nobody could look, though it was asked for. */
  readonly storedProblem: string | null;
}

/** The evidence of a trial; null in a record that has none. */
export function evidenceOf({ evidence }: Pick<TrialRecord, 'evidence'>): WefEvidence | null {
  // Written by this package into its own records, which the schema of records has let through.
  return evidence === undefined ? null : (evidence as unknown as WefEvidence);
}
