import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { sleeperThreadUrl } from '../worker-url.js';
import type { Clock, Waker } from './clock.js';
import { CLOSED, SEQUENCE, type SleeperBirth, sleeperMemory } from './sleeper-memory.js';

/**
 * A thread that sleeps until requests are due and wakes the sender. Atomics.wait ends within some 60 µs of the time asked
 * for, where the event loop's own timers take up to 1.2 ms; and unlike polling it leaves the core to others meanwhile.
 */
export interface Sleeper {
  /** Makes the arrivals' waker. One at a time: the one made last is served. */
  createWaker(wake: () => void): Waker;
  /** False once the thread has ended; its wakers then wait turn by turn. */
  readonly isAlive: boolean;
  /** Ends the thread. Idempotent; resolves when it is gone. */
  close(): Promise<void>;
}

/**
 * The sleeper's timeout (with the kernel's timer slack of 50 µs) and the message to the sender's loop take about this
 * long together: told so much ahead, the sender comes in time more often than not, and polls for the rest.
 */
const LEAD_NS = 100_000;

/** The thread runs thirty lines; V8's defaults would reserve a heap as for a server. */
const RESOURCE_LIMITS = { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 8, stackSizeMb: 1 };

/**
 * Starts the thread (about 30 ms). It does not keep the process alive.
 *
 * @throws what prevents a thread from starting, such as ERR_WORKER_INIT_FAILED
 */
export async function startSleeper(clock: Clock): Promise<Sleeper> {
  const memory = sleeperMemory();
  memory.atNs[0] = Number.POSITIVE_INFINITY;
  const originHrNs = process.hrtime.bigint() - BigInt(Math.round(clock.nowNs()));
  const birth: SleeperBirth = { shared: memory.shared, originHrNs, leadNs: LEAD_NS };
  const thread = new Worker(sleeperThreadUrl, { workerData: birth, resourceLimits: RESOURCE_LIMITS });
  await once(thread, 'message');
  thread.unref();
  return new ThreadSleeper(clock, thread, memory);
}

class ThreadSleeper implements Sleeper {
  readonly #clock: Clock;
  readonly #thread: Worker;
  readonly #control: Int32Array;
  readonly #atNs: Float64Array;
  readonly #ended: Promise<void>;
  #waker: SleepingWaker | null = null;
  isAlive = true;

  constructor(clock: Clock, thread: Worker, { control, atNs }: { control: Int32Array; atNs: Float64Array }) {
    this.#clock = clock;
    this.#thread = thread;
    this.#control = control;
    this.#atNs = atNs;
    thread.on('message', (sequence: number) => {
      if (sequence === Atomics.load(control, SEQUENCE)) this.#waker?.onDue();
    });
    this.#ended = new Promise((resolve) => {
      thread.on('error', () => this.#lose());
      thread.on('exit', () => {
        this.#lose();
        resolve();
      });
    });
  }

  createWaker(wake: () => void): Waker {
    this.#waker = new SleepingWaker(this.#clock, wake, (atNs) => this.#ask(atNs));
    return this.#waker;
  }

  async close(): Promise<void> {
    Atomics.store(this.#control, CLOSED, 1);
    this.#ask(Number.POSITIVE_INFINITY);
    this.#thread.ref();
    await this.#ended;
  }

  /** True when the thread is there to do it. */
  #ask(atNs: number): boolean {
    this.#atNs[0] = atNs;
    Atomics.add(this.#control, SEQUENCE, 1);
    Atomics.notify(this.#control, SEQUENCE);
    return this.isAlive;
  }

  /** A thread that dies must not take the trial with it: what it was to wake polls instead. */
  #lose(): void {
    if (!this.isAlive) return;
    this.isAlive = false;
    this.#waker?.onDue();
  }
}

/** Sleeps the long part and polls the short one, so that coming a little early costs microseconds and not precision. */
class SleepingWaker implements Waker {
  readonly #clock: Clock;
  readonly #wake: () => void;
  readonly #ask: (atNs: number) => boolean;
  readonly #lastStretch: Waker;
  #atNs = Number.POSITIVE_INFINITY;

  constructor(clock: Clock, wake: () => void, ask: (atNs: number) => boolean) {
    this.#clock = clock;
    this.#wake = wake;
    this.#ask = ask;
    this.#lastStretch = clock.createWaker(() => this.onDue());
  }

  get idleSpinNs(): number {
    return this.#lastStretch.idleSpinNs;
  }

  wakeAt(atNs: number): void {
    this.#atNs = atNs;
    this.#lastStretch.cancel();
    // What is due within the lead is nearer than the thread could tell.
    const isNear = atNs - this.#clock.nowNs() <= LEAD_NS;
    if (isNear || !this.#ask(atNs)) this.#lastStretch.wakeAt(atNs);
  }

  cancel(): void {
    this.#atNs = Number.POSITIVE_INFINITY;
    this.#lastStretch.cancel();
    this.#ask(Number.POSITIVE_INFINITY);
  }

  noteWork(underWay: number): void {
    this.#lastStretch.noteWork(underWay);
  }

  /** The thread has spoken, or the last stretch is over. */
  onDue(): void {
    if (this.#atNs === Number.POSITIVE_INFINITY) return;
    if (this.#clock.nowNs() < this.#atNs) {
      this.#lastStretch.wakeAt(this.#atNs);
      return;
    }
    this.#atNs = Number.POSITIVE_INFINITY;
    this.#wake();
  }
}
