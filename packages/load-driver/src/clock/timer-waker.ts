import type { Waker } from './clock.js';
import { monotonicNs, NS_PER_MS } from './monotonic.js';

/**
 * For housekeeping: one timer, a millisecond early or late. It must never wait turn by turn: polling the last
 * millisecond of every 10 ms sweep kept the loop from sleeping and cost a closed loop 2 % more CPU per request.
 */
export class TimerWaker implements Waker {
  readonly idleSpinNs = 0;
  readonly #wake: () => void;
  #timer: NodeJS.Timeout | undefined;
  #turn: NodeJS.Immediate | undefined;

  constructor(wake: () => void) {
    this.#wake = wake;
  }

  wakeAt(atNs: number): void {
    this.cancel();
    if (atNs === Number.POSITIVE_INFINITY) return;
    const aheadNs = atNs - monotonicNs();
    if (aheadNs > 0) this.#timer = setTimeout(this.#fire, Math.ceil(aheadNs / NS_PER_MS));
    else this.#turn = setImmediate(this.#fire);
  }

  cancel(): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#turn);
    this.#timer = undefined;
    this.#turn = undefined;
  }

  noteWork(): void {}

  readonly #fire = (): void => {
    this.#timer = undefined;
    this.#turn = undefined;
    this.#wake();
  };
}
