import { performance } from 'node:perf_hooks';
import type { Clock, Waker } from './clock.js';

const NS_PER_MS = 1e6;

/**
 * A timer fires up to 1.2 ms late at p99 on Linux, so it may only bring us to this distance of the due time; the rest is
 * waited out turn by turn of the event loop, which hits the due time within about 50 µs and keeps I/O flowing meanwhile.
 */
const TIMER_MARGIN_NS = 1.5 * NS_PER_MS;

class RealWaker implements Waker {
  #atNs = Number.POSITIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;
  #turn: NodeJS.Immediate | undefined;
  #lastTurnNs = 0;
  #worked = false;
  idleSpinNs = 0;
  readonly #wake: () => void;
  readonly #precise: boolean;

  constructor(wake: () => void, precise: boolean) {
    this.#wake = wake;
    this.#precise = precise;
  }

  wakeAt(atNs: number): void {
    this.#atNs = atNs;
    // A pending turn or timer re-reads the time it waits for; only one that would come too late is replaced.
    if (this.#turn !== undefined) return;
    if (this.#timer !== undefined) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
    }
    this.#arm();
  }

  cancel(): void {
    this.#atNs = Number.POSITIVE_INFINITY;
    clearTimeout(this.#timer);
    clearImmediate(this.#turn);
    this.#timer = undefined;
    this.#turn = undefined;
  }

  noteWork(): void {
    this.#worked = true;
  }

  #arm(): void {
    this.#lastTurnNs = nowNs();
    this.#worked = false;
    const aheadNs = this.#atNs - this.#lastTurnNs;
    if (aheadNs === Number.POSITIVE_INFINITY) return;
    if (!this.#precise && aheadNs > 0) {
      this.#timer = setTimeout(this.#onTimer, Math.ceil(aheadNs / NS_PER_MS));
    } else if (aheadNs > TIMER_MARGIN_NS + NS_PER_MS) {
      this.#timer = setTimeout(this.#onTimer, (aheadNs - TIMER_MARGIN_NS) / NS_PER_MS);
    } else {
      this.#turn = setImmediate(this.#onTurn);
    }
  }

  readonly #onTimer = (): void => {
    this.#timer = undefined;
    this.#fireOrArm();
  };

  readonly #onTurn = (): void => {
    this.#turn = undefined;
    if (!this.#worked) this.idleSpinNs += nowNs() - this.#lastTurnNs;
    this.#fireOrArm();
  };

  #fireOrArm(): void {
    if (nowNs() < this.#atNs - (this.#precise ? 0 : NS_PER_MS)) {
      this.#arm();
      return;
    }
    this.#atNs = Number.POSITIVE_INFINITY;
    this.#wake();
  }
}

function nowNs(): number {
  return performance.now() * NS_PER_MS;
}

/** The machine's monotonic clock. */
export function createRealClock(): Clock {
  return {
    nowNs,
    createWaker: (wake, precise = true) => new RealWaker(wake, precise),
  };
}
