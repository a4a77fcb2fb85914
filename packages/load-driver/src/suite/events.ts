import type { CeilingRecord, Load, SearchProbe, TrialRecord } from '@benchwright/result-schema';

/** A sample of a running trial, taken a few times a second from the recorder's counters: it costs the hot path nothing. */
export interface TrialProgress {
  readonly cell: string;
  readonly trial: number;
  readonly phase: 'warmup' | 'measure';
  readonly elapsedNs: number;
  readonly ok: number;
  readonly failed: number;
  readonly inFlight: number;
  readonly queued: number;
  /** Answers per second since the sample before. */
  readonly ratePerSec: number;
  /** Requests that were due so far, and of them those that were given up unsent. */
  readonly offered: number;
  readonly dropped: number;
  /** Failures so far by error class. */
  readonly errors: Readonly<Record<string, number>>;
  /** Of the trial so far; 0 before the first answer. */
  readonly responseP50Ns: number;
  readonly responseP99Ns: number;
  /** Of the last whole second; 0 where there is none, or nothing was answered in it. */
  readonly recentP50Ns: number;
  readonly recentP99Ns: number;
  /** Send − due, of the trial so far. */
  readonly sendLagP99Ns: number;
  /** CPU of the generator's process since the sample before, all threads, in cores. */
  readonly cpuShare: number;
  /** What is left, in the unit of the load: requests of a counted one, time of a timed one. */
  readonly remainingRequests: number | null;
  readonly remainingNs: number | null;
}

export type RunEvent =
  | {
      readonly type: 'run-started';
      readonly suite: string;
      readonly title: string;
      readonly runId: string;
      readonly seed: number;
      readonly cells: number;
      readonly trials: number;
      readonly trialsDone: number;
      /** The trials are probes of searches: there may be fewer. */
      readonly isSearch?: true;
    }
  | {
      readonly type: 'target-ready';
      readonly endpoints: Readonly<Record<string, string>>;
      readonly embedded: boolean;
      readonly pid: number | null;
    }
  | {
      readonly type: 'trial-started';
      readonly cell: string;
      readonly trial: number;
      readonly index: number;
      readonly of: number;
      readonly load: Load;
      /** The trial is a probe of a search: `of` is the most that there may be. */
      readonly isProbe?: true;
    }
  | { readonly type: 'trial-progress'; readonly progress: TrialProgress }
  | {
      readonly type: 'trial-finished';
      readonly index: number;
      readonly of: number;
      readonly record: TrialRecord;
      readonly responseP50Ns: number;
      readonly responseP99Ns: number;
      /** Of a probe of a search that was not cut short: what it showed. */
      readonly probe?: SearchProbe;
    }
  /** The generator's own ceiling is being measured, for so long. */
  | {
      readonly type: 'ceiling-started';
      readonly cell: string;
      readonly durationNs: number;
      /** Where it is not the generator's: of what. */
      readonly of?: string;
    }
  | { readonly type: 'ceiling-finished'; readonly record: CeilingRecord }
  /** What a session is at beside measuring, such as what it waits for: a watcher should not take it for standing still. */
  | { readonly type: 'doing'; readonly text: string }
  | { readonly type: 'warning'; readonly code: string; readonly text: string; readonly hint?: string }
  | { readonly type: 'run-finished'; readonly outcome: 'completed' | 'interrupted' | 'failed' };

/** Receives events as they happen. Must not throw and must be quick: it runs between requests. */
export type RunEvents = (event: RunEvent) => void;

/** For callers who do not watch. */
export const ignoreEvents: RunEvents = () => {};
