import type { TrialRecord } from '@benchwright/result-schema';

/** The whole probes of a cell, in the order they were made. */
export function probesOf(cell: string, records: readonly TrialRecord[]): TrialRecord[] {
  return records
    .filter((record) => record.cell === cell && !record.interrupted)
    .sort((a, b) => a.trial - b.trial);
}
