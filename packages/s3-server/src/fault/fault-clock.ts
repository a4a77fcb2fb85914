import { setTimeout as sleep } from 'node:timers/promises';

/** Time, as faults see it; another one in tests. */
export interface FaultClock {
  /** Milliseconds since any fixed moment; never goes back. */
  now(): number;
  /** Fulfilled after so long, or at once when the signal is aborted. */
  sleep(delayMs: number, signal?: AbortSignal): Promise<void>;
}

/** Longer than a timer of Node can be set to. */
const mostSleepMs = 2 ** 31 - 1;

/** The time of this machine. */
export const systemClock: FaultClock = {
  now: () => performance.now(),
  async sleep(delayMs, signal) {
    try {
      await sleep(Math.min(delayMs, mostSleepMs), undefined, signal && { signal });
    } catch (error) {
      if (!signal?.aborted) throw error;
    }
  },
};
