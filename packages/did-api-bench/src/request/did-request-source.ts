import type { RequestSource } from '@benchwright/load-driver';
import { WALLET_DIGITS } from '../bodies/wallets.js';
import type { RequestOperation } from '../operations.js';
import { writeHex } from '../trace/trace-context.js';
import type { PreparedRequest } from './prepared-request.js';

const ZERO = 0x30;

/** The requests of one operation, which take turns; `traced` are the same with a traceparent, or none. */
export interface OperationRequests {
  readonly operation: RequestOperation;
  readonly plain: readonly PreparedRequest[];
  readonly traced: readonly PreparedRequest[];
}

/** What a trial sends. Plain data: it can be sent to a thread. */
export interface DidRequests {
  readonly operations: readonly OperationRequests[];
  /** Request number `n` is of `operations[order[n % order.length]]`. */
  readonly order: Uint32Array;
  /** Every so many-th request is traced; 0: none. */
  readonly traceEvery: number;
}

/**
 * Gives the requests of a trial one after the other. Verifications and health checks are given as they were prepared. An enrolment is copied into the buffer of
 * its slot, where the number of its wallet (and of its trace) is written in place: 60 ns for 1.6 kB, and nothing allocated per request. A wallet's number is that of
 * the request, counted over all threads, so that no two enrolments of a trial are of the same wallet. Memory: slots × the largest request.
 */
export class DidRequestSource implements RequestSource {
  readonly #requests: DidRequests;
  readonly #buffers: (SlotBytes | undefined)[];
  readonly #capacity: number;
  readonly #turns: Uint32Array;
  readonly #of: number;
  #number: number;
  /** By slot: which of the operations is under way, and its number; above 0 where it is traced. */
  readonly operationOf: Uint8Array;
  readonly tracedAs: Float64Array;

  constructor(requests: DidRequests, slots: number, slice: { readonly index: number; readonly of: number }) {
    this.#requests = requests;
    this.#buffers = new Array<undefined>(slots).fill(undefined);
    const all = requests.operations.flatMap(({ plain, traced }) => [...plain, ...traced]);
    this.#capacity = all.reduce((most, { bytes }) => Math.max(most, bytes.length), 0);
    this.#turns = new Uint32Array(requests.operations.length);
    this.#of = slice.of;
    // From 1: a parent span's id must not be 0.
    this.#number = slice.index + 1;
    this.operationOf = new Uint8Array(slots);
    this.tracedAs = new Float64Array(slots);
  }

  bytesFor(slot: number): Uint8Array {
    const { order, operations, traceEvery } = this.#requests;
    const number = this.#number;
    this.#number += this.#of;
    const which = order[number % order.length]!;
    const { plain, traced } = operations[which]!;
    const isTraced = traceEvery > 0 && number % traceEvery === 0;
    const table = isTraced ? traced : plain;
    const turn = this.#turns[which]!;
    this.#turns[which] = turn + 1 === table.length ? 0 : turn + 1;
    const request = table[turn < table.length ? turn : 0]!;
    this.operationOf[slot] = which;
    this.tracedAs[slot] = isTraced ? number : 0;
    if (request.walletAt < 0 && request.traceAt.length === 0) return request.bytes;
    this.#buffers[slot] ??= new SlotBytes(this.#capacity);
    return this.#buffers[slot].write(request, number);
  }
}

/** The buffer of one slot. Views of it are kept by length: requests have a handful of lengths, and a view for each send would be garbage. */
export class SlotBytes {
  readonly #bytes: Buffer;
  readonly #views = new Map<number, Buffer>();

  constructor(capacity: number) {
    this.#bytes = Buffer.alloc(capacity);
  }

  /** A copy of the request with its numbers in place; valid until the next call. */
  write({ bytes, walletAt, traceAt }: PreparedRequest, number: number): Buffer {
    this.#bytes.set(bytes, 0);
    if (walletAt >= 0) writeDecimal(this.#bytes, walletAt, number);
    for (let i = 0; i < traceAt.length; i++) writeHex(this.#bytes, traceAt[i]!, number);
    const { length } = bytes;
    let view = this.#views.get(length);
    if (view === undefined) {
      view = this.#bytes.subarray(0, length);
      this.#views.set(length, view);
    }
    return view;
  }
}

function writeDecimal(bytes: Buffer, offset: number, number: number): void {
  let rest = number;
  for (let at = offset + WALLET_DIGITS - 1; at >= offset; at--) {
    const tenth = Math.floor(rest / 10);
    bytes[at] = ZERO + (rest - tenth * 10);
    rest = tenth;
  }
}
