import { type IdRanges, normalizeRanges } from './id-ranges.js';

/** What became of a batch: one byte each, shared by all generator threads. */
const SENT = 1;
const ACKNOWLEDGED = 2;
const REFUSED = 3;

/** Before the states: how many parts of batches were sent again, a count of all threads. */
const HEADER_BYTES = Int32Array.BYTES_PER_ELEMENT;

export interface BatchLedgerTerms {
  readonly firstRecordId: number;
  readonly batchSize: number;
  /** Events in all, so that the last batch may be smaller; null: as many as the time allows. */
  readonly events: number | null;
}

/** The record ids of a trial, by what became of them. */
export interface LedgerRanges {
  /** Sent, whatever was answered: those not acknowledged may or may not be stored. */
  readonly offered: IdRanges;
  readonly acknowledged: IdRanges;
  /** The id after the last one sent. */
  readonly nextRecordId: number;
}

/**
 * Who may claim to have been stored: batches by number, written on the hot path of each thread and read when the trial has ended. A batch is
 * a contiguous range of record ids, so a byte for each is all there is to remember.
 */
export class BatchLedger {
  readonly #states: Uint8Array;
  readonly #resent: Int32Array;
  readonly #terms: BatchLedgerTerms;

  constructor(memory: SharedArrayBuffer, terms: BatchLedgerTerms) {
    this.#states = new Uint8Array(memory, HEADER_BYTES);
    this.#resent = new Int32Array(memory, 0, 1);
    this.#terms = terms;
  }

  /** How many batches it can hold. */
  get capacity(): number {
    return this.#states.length;
  }

  firstIdOf(batch: number): number {
    return this.#terms.firstRecordId + batch * this.#terms.batchSize;
  }

  countOf(batch: number): number {
    const { batchSize, events } = this.#terms;
    return events === null ? batchSize : Math.min(batchSize, events - batch * batchSize);
  }

  sent(batch: number): void {
    this.#states[batch] = SENT;
  }

  acknowledged(batch: number): void {
    this.#states[batch] = ACKNOWLEDGED;
  }

  /** Answered otherwise, or not at all. */
  refused(batch: number): void {
    this.#states[batch] = REFUSED;
  }

  /** A part of a batch was sent again. Threads add to one count, which so rare an event does not make them wait for. */
  sentAgain(): void {
    Atomics.add(this.#resent, 0, 1);
  }

  /** Parts that were sent again, by all threads. */
  get resent(): number {
    return Atomics.load(this.#resent, 0);
  }

  /** O(batches). */
  ranges(): LedgerRanges {
    const offered: [number, number][] = [];
    const acknowledged: [number, number][] = [];
    let nextRecordId = this.#terms.firstRecordId;
    for (const [batch, state] of this.#states.entries()) {
      if (state === 0) continue;
      const first = this.firstIdOf(batch);
      const last = first + this.countOf(batch) - 1;
      nextRecordId = last + 1;
      extend(offered, first, last);
      if (state === ACKNOWLEDGED) extend(acknowledged, first, last);
    }
    return { offered: normalizeRanges(offered), acknowledged: normalizeRanges(acknowledged), nextRecordId };
  }
}

/** Batches come in order: most of them go on where the last range ended. */
function extend(ranges: [number, number][], first: number, last: number): void {
  const open = ranges.at(-1);
  if (open !== undefined && open[1] + 1 === first) open[1] = last;
  else ranges.push([first, last]);
}

/** Memory for so many batches, one byte each. Untouched pages take none. */
export function ledgerMemory(batches: number): SharedArrayBuffer {
  return new SharedArrayBuffer(HEADER_BYTES + batches);
}
