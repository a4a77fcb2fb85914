import type { Clock } from './clock.js';
import { monotonicNs } from './monotonic.js';
import { startSleeper } from './sleeper.js';
import { SpinWaker } from './spin-waker.js';
import { TimerWaker } from './timer-waker.js';

/** The machine's monotonic clock. */
export function createRealClock(): Clock {
  const clock: Clock = {
    nowNs: monotonicNs,
    createWaker: (wake, precise = true) => (precise ? new SpinWaker(wake) : new TimerWaker(wake)),
    startSleeper: () => startSleeper(clock),
  };
  return clock;
}
