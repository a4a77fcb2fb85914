import type { Distribution } from '@benchwright/result-schema';
import type { IdRanges } from '../ledger/id-ranges.js';

/** How a row says which event it is: by a column of its own, by the EventRecordID inside event_data, or not at all. */
export type Identity = 'record_id' | 'event_data' | 'none';

/** Everything that can be wrong with what was stored. Stable: scripts may match on it. */
export const STORED_PROBLEM_CODES = [
  'NOTHING_STORED',
  'EVENTS_MISSING',
  'EVENTS_DUPLICATED',
  'EVENTS_FOREIGN',
  'EVENTS_CORRUPT',
  'EVENTS_LATE',
  'EVENTS_UNIDENTIFIED',
  'FILE_UNREADABLE',
  'FILE_SCHEMA',
  'FILE_TOO_LARGE',
  'FILE_MISPLACED',
  'STORE_UNREADABLE',
] as const;

export type StoredProblemCode = (typeof STORED_PROBLEM_CODES)[number];

/** One reason why the stored events are not the acknowledged ones. */
export interface StoredProblem {
  readonly code: StoredProblemCode;
  /** A sentence with counts, ids and files. */
  readonly text: string;
}

/** A set of ids that is too large to list: how many, and the first ranges of them. */
export interface IdFinding {
  readonly count: number;
  /** At most {@link LISTED_RANGES}. */
  readonly ranges: IdRanges;
}

/** As many ranges of an {@link IdFinding} are kept. */
export const LISTED_RANGES = 20;

/** What the verification of a run found in its bucket. Plain data: it goes through JSON unchanged. */
export interface StoredReport {
  readonly bucket: string;
  readonly prefix: string;
  readonly runTag: string;
  /** True when every acknowledged event was found before the deadline. */
  readonly complete: boolean;
  /** From the beginning of the verification to its last look. */
  readonly waitedMs: number;
  /** How often the bucket was listed. */
  readonly looks: number;
  readonly identity: Identity;
  readonly files: StoredFiles;
  readonly events: StoredEvents;
  /** Files of earlier runs under the prefix: by age, or because no row is of this run. */
  readonly stale: { readonly files: number; readonly rows: number };
  /** Due → visible in S3, in nanoseconds; null where nothing was stored. */
  readonly endToEndDelay: Distribution | null;
  /** Due → received by the collector, where its files say so. */
  readonly arrivalDelay: Distribution | null;
  readonly problems: readonly StoredProblem[];
}

/** The files that hold events of this run. */
export interface StoredFiles {
  readonly count: number;
  readonly bytes: number;
  readonly largestBytes: number;
  /** The first three keys. */
  readonly samples: readonly string[];
}

/** The rows that are of this run, by the tag in their source_host. */
export interface StoredEvents {
  readonly rows: number;
  readonly distinct: number;
  readonly firstId: number | null;
  readonly lastId: number | null;
  readonly acknowledged: number;
  readonly offered: number;
  /** Acknowledged, and not stored. */
  readonly missing: IdFinding;
  /** Stored more than once. */
  readonly duplicated: IdFinding;
  /** Stored under this run's tag, and never offered. */
  readonly foreign: IdFinding;
  /** Stored with another content, time or event id than was sent. */
  readonly corrupt: IdFinding;
  /** Received apart from their batch, or later than the limit. */
  readonly late: IdFinding;
  /** Stored though never acknowledged: allowed, since an answer can be lost on its way. */
  readonly unacknowledged: number;
  /** Stored after a later event of the same machine in the same file. */
  readonly outOfOrder: number;
  /** Rows of this run in which no record id can be found. */
  readonly unidentified: number;
  /** Rows of others in the files of this run. */
  readonly ofOthers: number;
}

/** Whether the stored events are exactly the acknowledged ones, in files as they should be. */
export function isProven(report: StoredReport): boolean {
  return report.problems.length === 0;
}
