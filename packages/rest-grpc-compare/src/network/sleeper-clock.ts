import { Worker } from 'node:worker_threads';
import { type Clock, createRealClock, type Waker } from '@benchwright/load-driver';

/** A clock whose wakers sleep in a thread of their own. */
export interface SleeperClock extends Clock {
  close(): Promise<void>;
}

/** What the sleeping thread is given. */
export interface SleeperData {
  readonly sleeper: true;
  /** Bytes 0–7: when to wake, in ms since the epoch, 0 for never. Bytes 8–11: how often that has changed. */
  readonly shared: SharedArrayBuffer;
}

/**
 * How long before the due time the sleeper is asked to wake, and how much less is waited out without it: its message takes 76 to 190 µs (p90)
 * to come through, and the rest is waited out turn by turn of the event loop.
 *
 * Measured with gaps of 2–5 ms on an idle core: a timer of Node is late by −1.6 ms to +0.2 ms, the sleeper alone by 98 µs (p50) and 284 µs (p99), the
 * sleeper with this margin by 21 µs (p50) and 81 µs (p90) for 5 % of a core; waiting turn by turn alone takes all of it, which
 * the server that is measured would lack.
 */
const MARGIN_NS = 150e3;
const TOO_SHORT_TO_SLEEP_NS = 2 * MARGIN_NS;

class SleeperWaker implements Waker {
  #atNs = Number.POSITIVE_INFINITY;
  #turn: NodeJS.Immediate | undefined;
  readonly idleSpinNs = 0;
  readonly #wake: () => void;
  readonly #nowNs: () => number;
  readonly #sleepUntil: (atNs: number) => void;

  constructor(wake: () => void, nowNs: () => number, sleepUntil: (atNs: number) => void) {
    this.#wake = wake;
    this.#nowNs = nowNs;
    this.#sleepUntil = sleepUntil;
  }

  wakeAt(atNs: number): void {
    this.#atNs = atNs;
    // A pending turn re-reads the time it waits for.
    if (this.#turn === undefined) this.#arm();
  }

  cancel(): void {
    this.#atNs = Number.POSITIVE_INFINITY;
    clearImmediate(this.#turn);
    this.#turn = undefined;
  }

  noteWork(): void {}

  /** The sleeper has woken, for this time or one that was replaced since. */
  readonly onSlept = (): void => {
    if (this.#turn === undefined) this.#fireOrArm();
  };

  readonly #onTurn = (): void => {
    this.#turn = undefined;
    this.#fireOrArm();
  };

  #arm(): void {
    if (this.#atNs === Number.POSITIVE_INFINITY) return;
    if (this.#atNs - this.#nowNs() < TOO_SHORT_TO_SLEEP_NS) this.#turn = setImmediate(this.#onTurn);
    else this.#sleepUntil(this.#atNs - MARGIN_NS);
  }

  #fireOrArm(): void {
    if (this.#nowNs() < this.#atNs) {
      this.#arm();
      return;
    }
    this.#atNs = Number.POSITIVE_INFINITY;
    this.#wake();
  }
}

/**
 * A clock with one waker that is late by some 20 µs without keeping a core busy: a thread sleeps on a futex, which the kernel wakes with the
 * precision of its own timers, where those of the event loop know milliseconds only.
 *
 * @param entry a script that calls {@link sleepForOthers} when its `workerData` is a {@link SleeperData}
 */
export function createSleeperClock(entry: URL): SleeperClock {
  const shared = new SharedArrayBuffer(16);
  const wakeAtMs = new Float64Array(shared, 0, 1);
  const changes = new Int32Array(shared, 8, 1);
  const { nowNs } = createRealClock();
  const data: SleeperData = { sleeper: true, shared };
  const thread = new Worker(entry, { workerData: data, stdin: false });
  const sleepUntil = (atNs: number): void => {
    wakeAtMs[0] = performance.timeOrigin + atNs / 1e6;
    Atomics.add(changes, 0, 1);
    Atomics.notify(changes, 0);
  };
  let waker: SleeperWaker | null = null;
  thread.on('message', () => waker?.onSlept());
  return {
    nowNs,
    createWaker(wake) {
      if (waker !== null) throw new Error('this clock has one waker only');
      waker = new SleeperWaker(wake, nowNs, sleepUntil);
      return waker;
    },
    close: async () => void (await thread.terminate()),
  };
}
