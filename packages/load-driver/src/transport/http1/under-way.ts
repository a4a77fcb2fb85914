import { SlotRing } from '../connection/slot-ring.js';
import type { CompletionSink } from '../transport.js';
import type { SlotTable } from './slot-table.js';

/**
 * The requests under way on one connection, oldest first, because answers come back in this order (RFC 9112 §9.3.2), and
 * how they complete. Each belongs to a life of the
 * connection; while a lost life is being settled, requests of the next one may already stand behind its own.
 */
export class UnderWay {
  readonly #slots: SlotTable;
  readonly #ring: SlotRing;

  constructor(slots: SlotTable, pipelining: number) {
    this.#slots = slots;
    this.#ring = new SlotRing(pipelining);
  }

  get count(): number {
    return this.#ring.count;
  }

  /** The slot whose answer comes next, or -1. */
  oldest(): number {
    return this.#ring.head();
  }

  at(index: number): number {
    return this.#ring.at(index);
  }

  add(slot: number, life: number): void {
    this.#slots.life[slot] = life;
    this.#ring.push(slot);
  }

  clear(): void {
    while (this.#ring.count > 0) this.#ring.shift();
  }

  /** Takes the oldest out; it is `report`ed afterwards, when the connection is ready for what the sink may do. */
  take(): number {
    const slot = this.#ring.head();
    this.#ring.shift();
    return slot;
  }

  report(
    sink: CompletionSink,
    slot: number,
    outcome: number,
    wireBytes: number,
    bodyBytes: number,
    nowNs: number,
  ): void {
    const { bytesOut, sentNs, firstByteNs } = this.#slots;
    sink.complete(
      slot,
      outcome,
      bytesOut[slot]!,
      wireBytes,
      bodyBytes,
      sentNs[slot]!,
      firstByteNs[slot]!,
      nowNs,
    );
  }

  /**
   * Completes all that belong to this life or an earlier one. The first has received `wireBytes` of its answer; the
   * others nothing. Those sent before `overdueBefore` (if it is given) have been overtaken by their timeout.
   */
  fail(
    sink: CompletionSink,
    life: number,
    failure: Failure,
    wireBytes: number,
    bodyBytes: number,
    nowNs: number,
  ) {
    const { sentNs, life: lives } = this.#slots;
    let wire = wireBytes;
    let body = bodyBytes;
    for (;;) {
      // Asked anew each time: completing one may send, cancel or close, and so change what is in the ring.
      const slot = this.#ring.head();
      if (slot < 0 || lives[slot]! > life) return;
      this.#ring.shift();
      const overdue = sentNs[slot]! < failure.overdueBefore;
      this.report(sink, slot, overdue ? failure.overdueOutcome : failure.outcome, wire, body, nowNs);
      wire = 0;
      body = 0;
    }
  }
}

/** Why a life ended. */
export interface Failure {
  readonly outcome: number;
  /** What was sent before this time was overdue when the life ended, and gets `overdueOutcome`. */
  readonly overdueBefore: number;
  readonly overdueOutcome: number;
}

/** A failure that is the same for everything under way. */
export function failure(outcome: number): Failure {
  return { outcome, overdueBefore: Number.NEGATIVE_INFINITY, overdueOutcome: outcome };
}
