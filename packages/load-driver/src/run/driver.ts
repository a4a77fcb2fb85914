import type { Load, TrialRecord } from '@benchwright/result-schema';
import type { Clock } from '../clock/clock.js';
import type { PacerName } from '../pace/choose-pacer.js';
import type { Slice } from '../pace/slice-load.js';
import type { TrialContext } from '../suite/suite.js';
import type { OutcomeTable } from '../transport/outcome-table.js';
import type { Transport } from '../transport/transport.js';

export interface DriverOptions {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly outcomes: OutcomeTable;
  /** How long a drain may take before what is still under way is given up. */
  readonly drainTimeoutNs: number;
  /** Due requests that may wait for a free slot; what comes on top is dropped and counted. Default: no bound. */
  readonly maxQueued?: number;
  /** Ends a trial early once this many requests have failed. Default: an error never stops the run. */
  readonly stopAfterErrors?: number;
  /** Which part of the schedule this driver offers, when several offer one load together. Default: all of it. */
  readonly slice?: Slice;
  /** How open loads are paced. Default: chosen by rate and idle cores, see `choosePacer`. */
  readonly pacer?: PacerName;
  /** Process of the target, when it runs on this machine: its CPU and memory are recorded. */
  readonly targetPid?: number | null;
}

export interface TrialRequest {
  readonly cell: string;
  readonly trial: number;
  readonly load: Load;
  /** Runs before the trial, over the same connections, and is never counted. */
  readonly warmup: Load | null;
  readonly ctx: TrialContext;
  /** The loads are divided already, and this is their place in the schedule: what a thread is told by the driver of all threads. */
  readonly divided?: Slice;
  /** Suite-specific figures added to the record, read when the trial has ended. */
  readonly extra?: () => Record<string, number>;
}

/** Drives loads over one open transport and records what happened. */
export interface Driver {
  /** The warm-up of a trial alone, for who must wait for others before the trial itself. */
  warmUp(request: TrialRequest): Promise<TrialRecord['warmup']>;
  runTrial(request: TrialRequest): Promise<TrialRecord>;
  close(): Promise<void>;
}
