import { isOpenLoad, type Load } from '@benchwright/result-schema';
import type { Clock, Waker } from '../clock/clock.js';
import { createPacer, type Pacer, plannedDurationNs } from '../pace/pacer.js';
import { type Slice, slicePacer, WHOLE } from '../pace/slice-load.js';
import type { Transport } from '../transport/transport.js';
import { DueQueue } from './due-queue.js';
import { SlotPool } from './slot-pool.js';

/** Sees every request of a phase. Called from the hot path: must not allocate. */
export interface LoopObserver {
  /** A request became due; `noticedNs` is when the loop came round to it (the due time itself in closed loads). */
  offered(dueNs: number, noticedNs: number): void;
  /** A due request was given up before it was sent. */
  dropped(count: number): void;
  completed(
    dueNs: number,
    outcome: number,
    bytesOut: number,
    bytesIn: number,
    bodyBytes: number,
    sentNs: number,
    firstByteNs: number,
    endNs: number,
  ): void;
  connected(connectNs: number, again: boolean): void;
}

export interface LoadLoopOptions {
  readonly load: Load;
  readonly seed: number;
  /** Which part of an open load's schedule; a closed load has been divided already. */
  readonly slice?: Slice;
  readonly transport: Transport;
  readonly clock: Clock;
  /** Makes what waits for due times. Default: the clock's precise waker. */
  readonly createArrivalWaker?: (wake: () => void) => Waker;
  readonly observer: LoopObserver;
  readonly maxQueued: number;
  readonly drainTimeoutNs: number;
  readonly stopAfterErrors: number;
  /** The outcome given to what is still under way when the drain is over, and to what an abort cuts off. */
  readonly cancelledOutcome: number;
}

export interface LoopEnd {
  readonly startNs: number;
  /** When the last request completed, or the load ended, whichever is later. */
  readonly endNs: number;
  /** True when an abort or too many errors ended it before the load was offered in full. */
  readonly cutShort: boolean;
  readonly queueHighWater: number;
  /** Requests due but not answered when an open load's schedule ended; 0 for closed loads. */
  readonly backlogAtEnd: number;
  /** Time spent waiting turn by turn for a due time, with nothing else to do. */
  readonly idleSpinNs: number;
}

/** How often overdue requests are looked for: the precision of a timeout. */
const SWEEP_EVERY_NS = 10e6;
/** After an abort, answers already on their way get this long. */
const ABORT_GRACE_NS = 250e6;

/**
 * Offers one load over an open transport: the only hot path of the driver. Closed models send the next request from
 * inside the completion of the one before; open ones take arrivals from an absolute schedule into a queue of due times,
 * so that a late send never moves what follows and nothing is lost silently. No allocation per request.
 */
export class LoadLoop {
  readonly #o: LoadLoopOptions;
  readonly #open: boolean;
  // Copied from the options: one load less per request than through them.
  readonly #transport: Transport;
  readonly #observer: LoopObserver;
  readonly #completesAfterEnd: boolean;
  readonly #pacer: Pacer;
  readonly #slots: SlotPool;
  readonly #queue = new DueQueue();
  readonly #dueNs: Float64Array;
  readonly #arrivals: Waker;
  readonly #sweeper: Waker;
  readonly #concurrency: number;
  readonly #limit: number;
  #startNs = 0;
  #stopNs = Number.POSITIVE_INFINITY;
  #nextDueNs = Number.POSITIVE_INFINITY;
  #count = 0;
  #sequence = 0;
  #inFlight = 0;
  #errors = 0;
  #lastEndNs = 0;
  #stopped = false;
  #cutShort = false;
  #backlogAtEnd = 0;
  #giveUpAtNs = Number.POSITIVE_INFINITY;
  #finish: ((end: LoopEnd) => void) | undefined;

  constructor(options: LoadLoopOptions) {
    const { load, transport, clock } = options;
    this.#o = options;
    this.#open = isOpenLoad(load);
    this.#transport = transport;
    this.#observer = options.observer;
    this.#completesAfterEnd = transport.completesAfterEnd ?? false;
    this.#pacer = slicePacer(createPacer(load, options.seed), options.slice ?? WHOLE);
    this.#slots = new SlotPool(transport.slots);
    this.#dueNs = new Float64Array(transport.slots);
    this.#concurrency = 'concurrency' in load ? Math.min(load.concurrency, transport.slots) : transport.slots;
    this.#limit = load.model === 'iterations' ? load.count : Number.POSITIVE_INFINITY;
    const onArrivalTime = (): void => this.#onArrivalTime();
    this.#arrivals = options.createArrivalWaker?.(onArrivalTime) ?? clock.createWaker(onArrivalTime);
    this.#sweeper = clock.createWaker(() => this.#onSweep(), false);
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  get queued(): number {
    return this.#queue.length;
  }

  /** Offers the whole load and resolves when every request sent has completed. Never rejects. */
  run(): Promise<LoopEnd> {
    return new Promise((resolve) => {
      this.#finish = resolve;
      this.#startNs = this.#o.clock.nowNs();
      this.#lastEndNs = this.#startNs;
      const duration = plannedDurationNs(this.#o.load);
      if (duration !== null) this.#stopNs = this.#startNs + duration;
      this.#sweeper.wakeAt(this.#startNs + SWEEP_EVERY_NS);
      if (this.#open) {
        this.#nextDueNs = this.#startNs + this.#pacer(0, 0);
        this.#arrivals.wakeAt(Math.min(this.#nextDueNs, this.#stopNs));
      } else {
        for (let i = 0; i < this.#concurrency && this.#count < this.#limit; i++) {
          this.#issueNow(this.#slots.take(), this.#o.clock.nowNs());
        }
      }
    });
  }

  /** Stops offering. What is under way may still be answered for a moment, then it is given up. */
  abort(): void {
    if (this.#finish === undefined) return;
    this.#cutShort = true;
    this.#stopOffering(ABORT_GRACE_NS);
  }

  /** What the transport's sink must be told: see `CompletionSink.complete`. */
  complete(
    slot: number,
    outcome: number,
    bytesOut: number,
    bytesIn: number,
    bodyBytes: number,
    sentNs: number,
    firstByteNs: number,
    endNs: number,
  ): void {
    this.#inFlight--;
    if (this.#open) this.#arrivals.noteWork(this.#inFlight);
    if (endNs > this.#lastEndNs) this.#lastEndNs = endNs;
    const dueNs = this.#dueNs[slot] as number;
    this.#observer.completed(dueNs, outcome, bytesOut, bytesIn, bodyBytes, sentNs, firstByteNs, endNs);
    if (outcome !== 0 && ++this.#errors >= this.#o.stopAfterErrors) {
      this.#cutShort = true;
      this.#stopOffering(ABORT_GRACE_NS);
    }
    if (this.#open) {
      if (this.#queue.length > 0) this.#send(slot, this.#queue.shift());
      else this.#slots.give(slot);
    } else if (!this.#stopped && this.#count < this.#limit && endNs < this.#stopNs) {
      this.#issueNow(slot, this.#completesAfterEnd ? this.#o.clock.nowNs() : endNs);
    } else {
      this.#slots.give(slot);
      if (!this.#stopped) this.#stopOffering(this.#o.drainTimeoutNs);
    }
    if (this.#inFlight === 0 && this.#stopped && this.#queue.length === 0) this.#end();
  }

  /** A closed model's next request: due the moment its turn comes. */
  #issueNow(slot: number, nowNs: number): void {
    this.#count++;
    this.#observer.offered(nowNs, nowNs);
    this.#send(slot, nowNs);
  }

  #send(slot: number, dueNs: number): void {
    this.#dueNs[slot] = dueNs;
    this.#inFlight++;
    this.#transport.send(slot, this.#sequence++, dueNs);
  }

  #onArrivalTime(): void {
    const nowNs = this.#o.clock.nowNs();
    const { maxQueued } = this.#o;
    const observer = this.#observer;
    while (this.#nextDueNs <= nowNs) {
      observer.offered(this.#nextDueNs, nowNs);
      if (this.#slots.free > 0) this.#send(this.#slots.take(), this.#nextDueNs);
      else if (this.#queue.length < maxQueued) this.#queue.push(this.#nextDueNs);
      else observer.dropped(1);
      this.#count++;
      this.#nextDueNs = this.#startNs + this.#pacer(nowNs - this.#startNs, this.#count);
    }
    this.#arrivals.noteWork(this.#inFlight);
    if (this.#stopped) return;
    if (nowNs >= this.#stopNs) {
      this.#backlogAtEnd = this.#inFlight + this.#queue.length;
      this.#stopOffering(this.#o.drainTimeoutNs);
    } else this.#arrivals.wakeAt(Math.min(this.#nextDueNs, this.#stopNs));
  }

  #stopOffering(giveUpAfterNs: number): void {
    const giveUpAtNs = this.#o.clock.nowNs() + giveUpAfterNs;
    if (giveUpAtNs < this.#giveUpAtNs) this.#giveUpAtNs = giveUpAtNs;
    this.#stopped = true;
    this.#nextDueNs = Number.POSITIVE_INFINITY;
    this.#arrivals.cancel();
    if (this.#cutShort) this.#dropQueue();
    // The sweeper ends the loop if nothing is under way: `complete` may still be using the slot it was called for.
    if (this.#inFlight === 0 && this.#queue.length === 0) this.#sweeper.wakeAt(this.#o.clock.nowNs());
  }

  #onSweep(): void {
    const nowNs = this.#o.clock.nowNs();
    this.#transport.sweep(nowNs);
    if (this.#finish === undefined) return;
    if (nowNs >= this.#giveUpAtNs) {
      this.#dropQueue();
      this.#transport.cancelAll(this.#o.cancelledOutcome);
    } else if (!this.#open && nowNs >= this.#stopNs && !this.#stopped) {
      this.#stopOffering(this.#o.drainTimeoutNs);
    }
    if (this.#stopped && this.#inFlight === 0 && this.#queue.length === 0) this.#end();
    else this.#sweeper.wakeAt(nowNs + SWEEP_EVERY_NS);
  }

  #dropQueue(): void {
    if (this.#queue.length > 0) this.#observer.dropped(this.#queue.length);
    this.#queue.clear();
  }

  #end(): void {
    const finish = this.#finish;
    if (finish === undefined) return;
    this.#finish = undefined;
    this.#arrivals.cancel();
    this.#sweeper.cancel();
    const planned =
      this.#cutShort || this.#stopNs === Number.POSITIVE_INFINITY ? this.#startNs : this.#stopNs;
    finish({
      startNs: this.#startNs,
      endNs: Math.max(this.#lastEndNs, planned),
      cutShort: this.#cutShort,
      queueHighWater: this.#queue.highWater,
      backlogAtEnd: this.#backlogAtEnd,
      idleSpinNs: this.#arrivals.idleSpinNs,
    });
  }
}
