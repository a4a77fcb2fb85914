import { monotonicNs } from './monotonic.js';

/** The least time of a turn with answers to come, each of which is read up to twice this late; the loop's own turn takes 0.7 µs. */
export const TURN_NS = 5_000;
/** With no answer to come, only new connections, timers and signals wait so long. */
export const LONGEST_NS = 100_000;
const MOST_STEPS = 10_000;
const FIRST_STEPS = 32;

let sink = 1;

/**
 * Passes a few microseconds without allocating, so that a loop that waits turn by turn makes fewer turns: each leaves an Immediate
 * behind, and a million a second were 430 MB/s of garbage, a collection of 0.2 ms every 15 ms, and with it a send lag of 0.25 ms and
 * more at p99. Reading the clock would allocate as well (a number on the heap), so the length is counted in steps, and the
 * number of steps follows from how long the turns turn out to be.
 */
export class Dawdler {
  #steps = FIRST_STEPS;

  /** Steps of the next wait; for tests. */
  get steps(): number {
    return this.#steps;
  }

  dawdle(): void {
    sink = shifts(sink, this.#steps);
  }

  /**
   * Passes most of `aheadNs`, 0.1 ms at most, and never more than it: a turn of `steps` takes up to twice the time wanted, so this
   * counts on twice and the rest is another turn's. At 1000 arrivals a second it makes nine turns in ten needless.
   */
  dawdleFor(aheadNs: number): void {
    sink = shifts(sink, this.stepsFor(aheadNs));
  }

  /** Returns at `atNs` of the monotonic clock, a reading of it late; what is ahead at least halves from reading to reading, so they are few. */
  holdUntil(atNs: number): void {
    for (let aheadNs = atNs - monotonicNs(); aheadNs > 0; aheadNs = atNs - monotonicNs())
      this.dawdleFor(aheadNs);
  }

  /** Steps of such a wait; for tests. */
  stepsFor(aheadNs: number): number {
    return Math.floor((this.#steps * Math.min(aheadNs, LONGEST_NS)) / (2 * TURN_NS));
  }

  /** Told how long a whole turn took, makes the next ones longer by an eighth or, at once, half as long. */
  adapt(turnNs: number): void {
    if (turnNs > 2 * TURN_NS) this.#steps = Math.max(1, this.#steps >> 1);
    else if (turnNs < TURN_NS) this.#steps = Math.min(MOST_STEPS, this.#steps + (this.#steps >> 3) + 1);
  }
}

/** Xorshift (Marsaglia 2003): each step needs the one before, so that no compiler drops them. */
function shifts(seed: number, steps: number): number {
  let x = seed | 1;
  for (let i = 0; i < steps; i++) {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
  }
  return x;
}
