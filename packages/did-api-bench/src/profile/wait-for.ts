import type { Clock } from '@benchwright/load-driver';

/** Resolves after a time by the clock, or at once when it is aborted. */
export function waitFor(clock: Clock, durationNs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = (): void => {
      waker.cancel();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const waker = clock.createWaker(done, false);
    signal.addEventListener('abort', done, { once: true });
    waker.wakeAt(clock.nowNs() + durationNs);
  });
}
