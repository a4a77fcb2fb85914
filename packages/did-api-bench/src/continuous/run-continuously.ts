import type { Clock } from '@benchwright/load-driver';
import { waitFor } from '../profile/wait-for.js';

export interface ContinuousOptions {
  /** From the beginning of one run to that of the next. */
  readonly everyNs: number;
  /** Runs begin until so long after the first one; infinite: until it is aborted. */
  readonly durationNs: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /**
   * One run; false when nothing was measured. That, or what it throws, ends everything when it is the first run: a wrong address would fail
   * all day. Later the next run is made in its time.
   */
  readonly run: (index: number) => Promise<boolean>;
  /** Called for each run but the first that measured nothing; with what it threw, if it did. */
  readonly onFailure: (error: unknown) => void | Promise<void>;
  /** Tells when the next run begins. */
  readonly onWait?: (untilNs: number) => void;
}

/** What became of it. */
export interface ContinuousOutcome {
  readonly runs: number;
  readonly failures: number;
  /** Times at which a run was due while the one before was under way, or the machine slept. They are left out, never made up for. */
  readonly missed: number;
}

/**
 * Makes a run now and again every so often, by the clock and not by when the last one ended. Resolves when the time is over or it was
 * aborted, after the run under way.
 */
export async function runContinuously(options: ContinuousOptions): Promise<ContinuousOutcome> {
  const { everyNs, durationNs, clock, signal, run, onFailure, onWait } = options;
  const startNs = clock.nowNs();
  let [runs, failures, missed] = [0, 0, 0];
  let slot = 0;
  for (;;) {
    let thrown: unknown;
    const isMade = await run(runs).catch((error: unknown) => {
      if (runs === 0) throw error;
      thrown = error;
      return false;
    });
    runs++;
    if (!isMade) failures++;
    if (!isMade && (runs === 1 || signal.aborted)) return { runs, failures, missed };
    if (!isMade) await onFailure(thrown);
    const next = nextSlot(clock.nowNs() - startNs, everyNs, slot);
    const dueNs = next * everyNs;
    // A run that would begin at the end itself is not made: 24 h of every 15 min are 96 runs.
    if (dueNs >= durationNs) return { runs, failures, missed };
    missed += next - slot - 1;
    slot = next;
    onWait?.(startNs + dueNs);
    await waitFor(clock, startNs + dueNs - clock.nowNs(), signal);
    if (signal.aborted) return { runs, failures, missed };
  }
}

/** The first slot that is not over yet, after the one that was used. Pure. */
function nextSlot(elapsedNs: number, everyNs: number, used: number): number {
  return Math.max(used + 1, Math.ceil(elapsedNs / everyNs));
}
