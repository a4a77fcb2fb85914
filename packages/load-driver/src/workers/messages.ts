import type { Load, TrialRecord } from '@benchwright/result-schema';
import type { PacerName } from '../pace/choose-pacer.js';
import type { Slice } from '../pace/slice-load.js';
import type { TrialProgress } from '../suite/events.js';

/** What a worker is born with. Everything here must survive a structured clone. */
export interface WorkerBirth {
  /** URL of the module whose `createWorkerTransport` makes the transport. */
  readonly module: string;
  readonly options: unknown;
  readonly slice: Slice;
  readonly drainTimeoutNs: number;
  readonly maxQueued: number;
  readonly stopAfterErrors: number;
  readonly pacer: PacerName | null;
}

/** The trial a worker is to run its part of. */
export interface WorkerTrial {
  readonly cell: string;
  readonly trial: number;
  readonly trialSeed: number;
  readonly load: Load;
  readonly warmup: Load | null;
  /** The place of the loads in the schedule: this thread's within this process's within the whole. */
  readonly slice: Slice;
}

export type ToWorker =
  | { readonly type: 'prepare'; readonly trial: WorkerTrial }
  /** All are warm: begin at this instant of the machine's monotonic clock (process.hrtime, the same in every thread). */
  | { readonly type: 'go'; readonly atHrNs: bigint }
  | { readonly type: 'abort' }
  | { readonly type: 'close' };

export type FromWorker =
  | { readonly type: 'open' }
  | { readonly type: 'failed'; readonly error: WorkerFailure }
  | { readonly type: 'warm' }
  | { readonly type: 'progress'; readonly progress: TrialProgress }
  | {
      readonly type: 'done';
      readonly record: TrialRecord;
      readonly firstErrors: FirstErrors;
      readonly beganAtHrNs: bigint;
    }
  | { readonly type: 'closed' };

/** By error class of the trial, what was said at the first error of that class. */
export type FirstErrors = Readonly<Record<string, string>>;

/** An error as it crosses from a worker: classes do not survive the clone, codes do. */
export interface WorkerFailure {
  readonly code: string;
  readonly message: string;
  readonly address?: string;
  readonly tried?: readonly string[];
  readonly hint?: string;
}
