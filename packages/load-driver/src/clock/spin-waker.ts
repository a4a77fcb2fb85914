import type { Waker } from './clock.js';
import { Dawdler, LONGEST_NS, TURN_NS } from './dawdler.js';
import { monotonicNs, NS_PER_MS } from './monotonic.js';

/**
 * A timer fires up to 1.2 ms late at p99 on Linux, so it may only bring us to this distance of the due time; the rest is
 * waited out turn by turn of the event loop, which keeps I/O flowing meanwhile, and in place at the very end.
 */
const TIMER_MARGIN_NS = 1.5 * NS_PER_MS;

/** A whole dawdle and its turn may take so long; nearer than this, no more is passed than what is left. */
const LONG_TURN_NS = 2 * TURN_NS;

/** The spin pacer: precise to a reading of the clock, at the price of a core from about 400 wake-ups a second on. */
export class SpinWaker implements Waker {
  readonly #wake: () => void;
  #atNs = Number.POSITIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;
  #turn: NodeJS.Immediate | undefined;
  #lastTurnNs = 0;
  #worked = false;
  #underWay = 1;
  /** The turn under way began with a whole dawdle: only such a turn tells how long one is. */
  #dawdled = false;
  idleSpinNs = 0;
  readonly #dawdler = new Dawdler();

  constructor(wake: () => void) {
    this.#wake = wake;
  }

  wakeAt(atNs: number): void {
    this.#atNs = atNs;
    // A pending turn re-reads the time it waits for.
    if (this.#turn !== undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#arm(monotonicNs());
  }

  cancel(): void {
    this.#atNs = Number.POSITIVE_INFINITY;
    clearTimeout(this.#timer);
    clearImmediate(this.#turn);
    this.#timer = undefined;
    this.#turn = undefined;
  }

  noteWork(underWay: number): void {
    this.#worked = true;
    this.#underWay = underWay;
  }

  #arm(nowNs: number): void {
    this.#lastTurnNs = nowNs;
    this.#worked = false;
    const aheadNs = this.#atNs - nowNs;
    if (aheadNs === Number.POSITIVE_INFINITY) return;
    if (aheadNs > TIMER_MARGIN_NS + NS_PER_MS) {
      this.#timer = setTimeout(this.#onTimer, (aheadNs - TIMER_MARGIN_NS) / NS_PER_MS);
    } else {
      this.#turn = setImmediate(this.#onTurn);
      this.#dawdled = this.#underWay > 0 && aheadNs > LONG_TURN_NS;
      if (this.#dawdled) this.#dawdler.dawdle();
      else if (aheadNs > this.#heldWithin()) this.#dawdler.dawdleFor(aheadNs);
    }
  }

  readonly #onTimer = (): void => {
    this.#timer = undefined;
    this.#fireOrArm(monotonicNs());
  };

  readonly #onTurn = (): void => {
    this.#turn = undefined;
    const nowNs = monotonicNs();
    if (!this.#worked) {
      this.idleSpinNs += nowNs - this.#lastTurnNs;
      if (this.#dawdled) this.#dawdler.adapt(nowNs - this.#lastTurnNs);
    }
    const aheadNs = this.#atNs - nowNs;
    if (aheadNs > 0 && aheadNs <= this.#heldWithin()) {
      this.idleSpinNs += aheadNs;
      this.#dawdler.holdUntil(this.#atNs);
      this.#fireOrArm(this.#atNs);
    } else this.#fireOrArm(nowNs);
  };

  /**
   * So near, the rest is waited in place: a turn leaves 344 bytes of garbage and a reading of the clock 16, and at 10,000 arrivals a
   * second every collection delays half a dozen of them. 8 collections in 4 s became 5 at that rate.
   */
  #heldWithin(): number {
    return this.#underWay === 0 ? LONGEST_NS : TURN_NS;
  }

  #fireOrArm(nowNs: number): void {
    if (nowNs < this.#atNs) {
      this.#arm(nowNs);
      return;
    }
    this.#atNs = Number.POSITIVE_INFINITY;
    this.#wake();
  }
}
