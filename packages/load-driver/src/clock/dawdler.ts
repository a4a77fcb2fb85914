/** An answer that comes meanwhile is read so much later at most; the loop's own turn takes 0.7 µs. */
const TURN_NS = 5_000;
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

  /** Xorshift (Marsaglia 2003): each step needs the one before, so that no compiler drops them. */
  dawdle(): void {
    let x = sink | 1;
    for (let i = 0; i < this.#steps; i++) {
      x ^= x << 13;
      x ^= x >>> 17;
      x ^= x << 5;
    }
    sink = x;
  }

  /** Told how long a whole turn took, makes the next ones longer by an eighth or, at once, half as long. */
  adapt(turnNs: number): void {
    if (turnNs > 2 * TURN_NS) this.#steps = Math.max(1, this.#steps >> 1);
    else if (turnNs < TURN_NS) this.#steps = Math.min(MOST_STEPS, this.#steps + (this.#steps >> 3) + 1);
  }
}
