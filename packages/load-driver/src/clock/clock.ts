import type { Sleeper } from './sleeper.js';

/**
 * The driver's only sense of time: nanoseconds since an arbitrary origin, as a double (exact to the nanosecond for
 * 104 days), and a way to be woken. Everything that waits takes one of these, so that a test can own time.
 */
export interface Clock {
  /** True where time is not the machine's: what the machine does meanwhile then says nothing about what is measured. */
  readonly virtual?: true;
  /** Monotonic time in nanoseconds. Costs about 45 ns on the real clock: read it once per batch where that does not blur the answer. */
  nowNs(): number;
  /**
   * Makes something that calls `wake` at or shortly after a time asked for. `precise` (the default) trades CPU for
   * accuracy: the last millisecond and a half are waited out turn by turn, without a timer. Imprecise ones are for
   * housekeeping and may come up to a millisecond early.
   */
  createWaker(wake: () => void, precise?: boolean): Waker;
  /** Starts what wakes nearly as precisely from a thread that sleeps; absent where time is not real. */
  startSleeper?(): Promise<Sleeper>;
}

/** One replaceable pending wake-up. */
export interface Waker {
  /** Wakes once at `atNs`, or as soon as the event loop allows if that is past. Replaces the pending wake-up, if any. */
  wakeAt(atNs: number): void;
  cancel(): void;
  /**
   * Tells that real work was done since the last turn, so that the time up to the next is not taken for idle waiting, and how many
   * answers may come at any moment: with none, nothing is read late by turning less often.
   */
  noteWork(underWay: number): void;
  /** Time spent waiting turn by turn with nothing else to do: CPU that was used but was to spare. */
  readonly idleSpinNs: number;
}
