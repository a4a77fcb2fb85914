import type { RunResult } from '@benchwright/result-schema';
import type { ProfileSummary } from '../profile/profile-summary.js';

/** What a results folder holds about an API: all that the checklist looks at. */
export interface Evidence {
  /** Runs of this package's suites that can be relied on, oldest first. */
  readonly runs: readonly FoundResult[];
  /** Runs that are invalid: they are told of, and prove nothing. */
  readonly invalidRuns: number;
  readonly baselines: readonly { readonly name: string; readonly startedAt: string }[];
  /** Oldest first. */
  readonly profiles: readonly FoundProfile[];
  /** Rows of monitoring.csv and of metrics.csv; null where there is no such file. */
  readonly monitoring: { readonly file: string; readonly rows: number } | null;
  readonly metrics: {
    readonly file: string;
    readonly rows: number;
    readonly first: string;
    readonly last: string;
  } | null;
  /** What people wrote about runs of the API. */
  readonly notes: readonly { readonly run: string; readonly text: string }[];
  /** Files that should have been evidence and could not be read. */
  readonly problems: readonly string[];
}

export interface FoundResult {
  readonly folder: string;
  readonly result: RunResult;
}

export interface FoundProfile {
  readonly file: string;
  readonly summary: ProfileSummary;
}
