import type {
  Clock,
  CompletionSink,
  OutcomeTable,
  Slice,
  Transport,
  WorkerTransport,
} from '@benchwright/load-driver';
import type { BatchLedger } from '../ledger/batch-ledger.js';
import { ACCEPTED, type Batch, type BatchWire, NEXT_PART } from '../wire/batch-wire.js';

/** The class of answers with status 200 that are not the acknowledgement of the wire form. */
const NOT_ACKNOWLEDGED = 'NOT_ACKNOWLEDGED';
/** The class of batches for which the ledger had no room: nothing of them was sent. */
const LEDGER_FULL = 'LEDGER_FULL';

/** A transport below, whose requests are the wire's: `WorkerTransport` with an outcome's first words. */
export interface InnerTransport extends Transport {
  firstErrorOf(outcome: number): string | undefined;
}

export interface WefTransportOptions {
  readonly inner: InnerTransport;
  readonly wire: BatchWire;
  readonly ledger: BatchLedger;
  readonly clock: Clock;
  readonly outcomes: OutcomeTable;
  readonly slice: Slice;
  /** Milliseconds since 1970 at 0 of the clock. */
  readonly epochMs: number;
  /** Machines of a slot: each sends from one slot only, so that its record ids arrive in order. */
  readonly machinesOf: readonly (readonly number[])[];
  /** How often a part that was not acknowledged is sent again, and after how long. */
  readonly resends: number;
  readonly resendAfterNs: number;
}

/**
 * Batches over HTTP: numbers them, writes due time, machine and record ids into them, has every answer judged, sends again what was not
 * acknowledged where the wire form asks for it, and keeps the ledger. Time from the first send of a batch to its last acknowledgement.
 */
export class WefTransport implements WorkerTransport {
  readonly slots: number;
  readonly #o: WefTransportOptions;
  readonly #state: SlotStates;
  readonly #refusedOutcome: number;
  readonly #fullOutcome: number;
  readonly #batch: { -readonly [K in keyof Batch]: Batch[K] } = {
    firstRecordId: 0,
    count: 0,
    dueEpochMs: 0,
    machine: 0,
  };
  #sink: CompletionSink | undefined;
  /** Slots that wait for their time to be sent again, or to be told that the ledger is full. */
  #waiting = 0;
  #isCancelling = false;

  constructor(options: WefTransportOptions) {
    this.#o = options;
    this.slots = options.inner.slots;
    this.#state = new SlotStates(this.slots);
    this.#refusedOutcome = options.outcomes.codeOf(NOT_ACKNOWLEDGED);
    this.#fullOutcome = options.outcomes.codeOf(LEDGER_FULL);
  }

  firstErrorOf(outcome: number): string | undefined {
    if (outcome === this.#refusedOutcome) return this.#o.wire.firstRefusal;
    if (outcome === this.#fullOutcome)
      return 'there were more batches than the ledger of this load has room for';
    return this.#o.inner.firstErrorOf(outcome);
  }

  open(sink: CompletionSink): Promise<void> {
    this.#sink = sink;
    return this.#o.inner.open({
      complete: (...completion) => this.#completed(...completion),
      connected: (connectNs, again) => sink.connected(connectNs, again),
    });
  }

  send(slot: number, sequence: number, dueNs: number = this.#o.clock.nowNs()): void {
    const { ledger, slice, wire, epochMs, machinesOf } = this.#o;
    const state = this.#state;
    const number = sequence * slice.of + slice.index;
    state.begin(slot, number, sequence);
    if (number >= ledger.capacity) {
      this.#wait(slot, dueNs);
      return;
    }
    const batch = this.#batch;
    batch.firstRecordId = ledger.firstIdOf(number);
    batch.count = ledger.countOf(number);
    batch.dueEpochMs = epochMs + dueNs / 1e6;
    const machines = machinesOf[slot]!;
    batch.machine = machines[state.turn[slot]!++ % machines.length]!;
    wire.begin(slot, batch);
    ledger.sent(number);
    this.#o.inner.send(slot, sequence);
  }

  sweep(nowNs: number): void {
    this.#o.inner.sweep(nowNs);
    if (this.#waiting === 0) return;
    for (let slot = 0; slot < this.slots; slot++) {
      if (nowNs < this.#state.waitUntilNs[slot]!) continue;
      this.#endWait(slot);
      if (this.#state.batch[slot]! >= this.#o.ledger.capacity)
        this.#finish(slot, this.#fullOutcome, -1, nowNs);
      else this.#sendAgain(slot);
    }
  }

  cancelAll(outcome: number): void {
    this.#isCancelling = true;
    try {
      this.#o.inner.cancelAll(outcome);
      for (let slot = 0; slot < this.slots && this.#waiting > 0; slot++) {
        if (this.#state.waitUntilNs[slot] === Number.POSITIVE_INFINITY) continue;
        this.#endWait(slot);
        this.#finish(slot, outcome, -1, this.#o.clock.nowNs());
      }
    } finally {
      this.#isCancelling = false;
    }
  }

  close(): Promise<void> {
    return this.#o.inner.close();
  }

  #completed(
    slot: number,
    outcome: number,
    bytesOut: number,
    bytesIn: number,
    bodyBytes: number,
    sentNs: number,
    firstByteNs: number,
    endNs: number,
  ): void {
    const state = this.#state;
    state.add(slot, bytesOut, bytesIn, bodyBytes, sentNs);
    let judged = outcome;
    if (outcome === 0) {
      const verdict = this.#o.wire.answered(slot);
      if (verdict === NEXT_PART) {
        state.resends[slot] = 0;
        this.#o.inner.send(slot, state.sequence[slot]!);
        return;
      }
      if (verdict !== ACCEPTED) judged = this.#refusedOutcome;
    }
    if (judged !== 0 && !this.#isCancelling && state.resends[slot]! < this.#o.resends) {
      state.resends[slot]!++;
      this.#wait(slot, endNs + this.#o.resendAfterNs);
      return;
    }
    this.#finish(slot, judged, firstByteNs, endNs);
  }

  #sendAgain(slot: number): void {
    this.#o.ledger.sentAgain();
    this.#o.wire.again(slot);
    this.#o.inner.send(slot, this.#state.sequence[slot]!);
  }

  #wait(slot: number, untilNs: number): void {
    this.#state.waitUntilNs[slot] = untilNs;
    this.#waiting++;
  }

  #endWait(slot: number): void {
    this.#state.waitUntilNs[slot] = Number.POSITIVE_INFINITY;
    this.#waiting--;
  }

  #finish(slot: number, outcome: number, firstByteNs: number, endNs: number): void {
    const { batch, bytesOut, bytesIn, bodyBytes, sentNs } = this.#state;
    const number = batch[slot]!;
    if (outcome === 0) this.#o.ledger.acknowledged(number);
    else if (number < this.#o.ledger.capacity) this.#o.ledger.refused(number);
    const sent = sentNs[slot]! < 0 ? endNs : sentNs[slot]!;
    this.#sink?.complete(
      slot,
      outcome,
      bytesOut[slot]!,
      bytesIn[slot]!,
      bodyBytes[slot]!,
      sent,
      firstByteNs,
      endNs,
    );
  }
}

/** What is known of the batch on each slot, over all its parts and resends. */
class SlotStates {
  readonly batch: Float64Array;
  readonly sequence: Float64Array;
  readonly sentNs: Float64Array;
  readonly bytesOut: Float64Array;
  readonly bytesIn: Float64Array;
  readonly bodyBytes: Float64Array;
  readonly waitUntilNs: Float64Array;
  readonly resends: Int32Array;
  readonly turn: Int32Array;

  constructor(slots: number) {
    this.batch = new Float64Array(slots);
    this.sequence = new Float64Array(slots);
    this.sentNs = new Float64Array(slots);
    this.bytesOut = new Float64Array(slots);
    this.bytesIn = new Float64Array(slots);
    this.bodyBytes = new Float64Array(slots);
    this.waitUntilNs = new Float64Array(slots).fill(Number.POSITIVE_INFINITY);
    this.resends = new Int32Array(slots);
    this.turn = new Int32Array(slots);
  }

  begin(slot: number, batch: number, sequence: number): void {
    this.batch[slot] = batch;
    this.sequence[slot] = sequence;
    this.sentNs[slot] = -1;
    this.bytesOut[slot] = 0;
    this.bytesIn[slot] = 0;
    this.bodyBytes[slot] = 0;
    this.resends[slot] = 0;
  }

  add(slot: number, bytesOut: number, bytesIn: number, bodyBytes: number, sentNs: number): void {
    if (this.sentNs[slot]! < 0) this.sentNs[slot] = sentNs;
    this.bytesOut[slot]! += bytesOut;
    this.bytesIn[slot]! += bytesIn;
    this.bodyBytes[slot]! += bodyBytes;
  }
}
