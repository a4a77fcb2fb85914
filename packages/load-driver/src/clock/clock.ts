/**
 * The driver's only sense of time: nanoseconds since an arbitrary origin, as a double (exact to the nanosecond for
 * 104 days), and a way to be woken. Everything that waits takes one of these, so that a test can own time.
 */
export interface Clock {
  /** Monotonic time in nanoseconds. Costs about 45 ns on the real clock: read it once per batch where that does not blur the answer. */
  nowNs(): number;
  /**
   * Calls `wake` once, at or shortly after `atNs` (as soon as the event loop allows if that is already past).
   * A second call replaces the first: one pending wake-up per waker.
   */
  createWaker(wake: () => void): Waker;
}

/** One replaceable pending wake-up. */
export interface Waker {
  wakeAt(atNs: number): void;
  cancel(): void;
}
