/** What a running trial is doing: a few of these come a second. */
export interface LiveSample {
  /** Since the page or the terminal began to watch. */
  readonly sec: number;
  readonly cell: string;
  readonly trial: number;
  readonly phase: 'warmup' | 'measure';
  readonly offeredPerSec: number;
  /** Answers, failures among them. */
  readonly completedPerSec: number;
  readonly failedPerSec: number;
  /** Of the last second where there is one, else of the trial so far; null before the first answer. */
  readonly p50Ns: number | null;
  readonly p99Ns: number | null;
  readonly inFlight: number;
  readonly queued: number;
  /** Cores that the generator's process uses. */
  readonly cpuCores: number;
  readonly sendLagP99Ns: number;
  /** Counts of the trial so far. */
  readonly ok: number;
  readonly failed: number;
  readonly dropped: number;
  readonly errors: Readonly<Record<string, number>>;
  /** What is left, in words; empty where that is not known. */
  readonly left: string;
}

/** A trial that has ended. */
export interface LiveTrial {
  readonly index: number;
  readonly cell: string;
  readonly trial: number;
  readonly ok: number;
  readonly failed: number;
  readonly dropped: number;
  readonly ratePerSec: number;
  readonly p50Ns: number | null;
  readonly p99Ns: number | null;
  readonly durationNs: number;
  readonly cutShort: boolean;
}

/**
 * What whoever watches a run is told: plain data that survives JSON. The same events make the state of the terminal's panel, of the server
 * of the live page, and of the page itself.
 */
export type LiveEvent =
  | {
      readonly type: 'run';
      readonly suite: string;
      readonly title: string;
      readonly runId: string;
      readonly seed: number;
      readonly cells: number;
      readonly trials: number;
      readonly trialsDone: number;
      readonly isSearch: boolean;
    }
  | { readonly type: 'doing'; readonly text: string }
  | {
      readonly type: 'trial';
      readonly cell: string;
      readonly trial: number;
      readonly index: number;
      readonly of: number;
    }
  | { readonly type: 'sample'; readonly sample: LiveSample }
  | {
      readonly type: 'trial-done';
      readonly done: LiveTrial;
      readonly errors: Readonly<Record<string, number>>;
    }
  | { readonly type: 'warning'; readonly text: string }
  | { readonly type: 'ended'; readonly outcome: 'completed' | 'interrupted' | 'failed' };
