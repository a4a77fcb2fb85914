import type { Waker } from './clock.js';
import { Dawdler } from './dawdler.js';
import { monotonicNs, NS_PER_MS } from './monotonic.js';

/**
 * A timer fires up to 1.2 ms late at p99 on Linux, so it may only bring us to this distance of the due time; the rest is
 * waited out turn by turn of the event loop, which hits the due time within about 50 µs and keeps I/O flowing meanwhile.
 */
const TIMER_MARGIN_NS = 1.5 * NS_PER_MS;

/** Nearer than this the loop turns at full speed. */
const FINAL_NS = 12_000;

/** The spin pacer: precise to a turn of the event loop, at the price of a core from about 400 wake-ups a second on. */
export class SpinWaker implements Waker {
  readonly #wake: () => void;
  #atNs = Number.POSITIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;
  #turn: NodeJS.Immediate | undefined;
  #lastTurnNs = 0;
  #worked = false;
  #underWay = 1;
  #unhurried = false;
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
      this.#unhurried = this.#underWay === 0;
      if (aheadNs <= FINAL_NS) return;
      if (this.#unhurried) this.#dawdler.dawdleFor(aheadNs - FINAL_NS);
      else this.#dawdler.dawdle();
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
      if (!this.#unhurried) this.#dawdler.adapt(nowNs - this.#lastTurnNs);
    }
    this.#fireOrArm(nowNs);
  };

  #fireOrArm(nowNs: number): void {
    if (nowNs < this.#atNs) {
      this.#arm(nowNs);
      return;
    }
    this.#atNs = Number.POSITIVE_INFINITY;
    this.#wake();
  }
}
