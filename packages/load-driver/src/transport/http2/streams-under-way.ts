import type { CoreConnection, Http2Core } from './http2-core.js';
import type { Outgoing } from './outgoing.js';
import { SlotQueue } from './slot-queue.js';

/** The requests of one connection: those that have a stream, and those that wait for one. */
export class StreamsUnderWay<Connection extends CoreConnection> {
  /** Streams open. */
  active = 0;
  /** Most streams that may be open, as the server and the options have it. */
  limit: number;
  /** Whether streams may be opened. */
  taking = false;
  readonly #core: Http2Core<Connection>;
  readonly #connection: Connection;
  readonly #firstSlot: number;
  readonly #outgoing: Outgoing<Connection>;
  /** Slots that wait for the connection, for a stream, or for the socket to take more. */
  readonly #waiting: SlotQueue;

  constructor(
    core: Http2Core<Connection>,
    connection: Connection,
    firstSlot: number,
    outgoing: Outgoing<Connection>,
  ) {
    this.#core = core;
    this.#connection = connection;
    this.#firstSlot = firstSlot;
    this.#outgoing = outgoing;
    this.limit = core.streamsPerConnection;
    this.#waiting = new SlotQueue(core.streamsPerConnection, core.connections);
  }

  /** Opens a stream for the request of a slot, now or when one is free. */
  submit(slot: number): void {
    this.#core.streams.owner[slot] = this.#connection;
    if (this.taking && this.active < this.limit && this.#waiting.count === 0 && this.#start(slot)) return;
    this.#waiting.push(slot);
  }

  /** Opens streams for what waits, as far as may be. */
  startWaiting(): void {
    while (this.taking && this.active < this.limit && this.#waiting.count > 0) {
      const slot = this.#waiting.head();
      if (this.#isWaiting(slot) && !this.#start(slot)) return;
      this.#waiting.shift();
    }
  }

  /** Takes a request out that has no stream yet: its slot, or -1. */
  takeWaiting(): number {
    while (this.#waiting.count > 0) {
      const slot = this.#waiting.head();
      this.#waiting.shift();
      if (this.#isWaiting(slot)) return slot;
    }
    return -1;
  }

  /** Frees the slot and reports its request. The sink may send on it, cancel others or close before this returns. */
  complete(slot: number, outcome: number, nowNs: number): void {
    const { streams, sink } = this.#core;
    const id = streams.streamId[slot]!;
    if (id !== 0) {
      this.#outgoing.ids.release(id);
      this.active--;
    }
    const sentNs = streams.sentNs[slot]!;
    streams.sentNs[slot] = Number.POSITIVE_INFINITY;
    streams.streamId[slot] = 0;
    streams.owner[slot] = undefined;
    sink.complete(
      slot,
      outcome,
      streams.bytesOut[slot]!,
      streams.bytesIn[slot]!,
      streams.bodyBytes[slot]!,
      sentNs,
      streams.firstByteNs[slot]!,
      nowNs,
    );
  }

  /** Completes what is on streams above this one; below 0, that is everything, whether it has a stream or waits. */
  completeAbove(lastId: number, outcome: number, nowNs: number): void {
    const { streams, connections } = this.#core;
    for (let slot = this.#firstSlot; slot < streams.count; slot += connections) {
      if (streams.owner[slot] === this.#connection && streams.streamId[slot]! > lastId) {
        this.complete(slot, outcome, nowNs);
      }
    }
  }

  /** Forgets everything under way: nothing of it completes. */
  abandon(): void {
    const { streams, connections } = this.#core;
    this.taking = false;
    for (let slot = this.#firstSlot; slot < streams.count; slot += connections) {
      if (streams.owner[slot] !== this.#connection) continue;
      streams.owner[slot] = undefined;
      streams.sentNs[slot] = Number.POSITIVE_INFINITY;
    }
  }

  #isWaiting(slot: number): boolean {
    const { streams } = this.#core;
    return streams.owner[slot] === this.#connection && streams.streamId[slot] === 0;
  }

  #start(slot: number): boolean {
    if (this.#outgoing.ids.exhausted || !this.#outgoing.start(slot)) return false;
    this.active++;
    return true;
  }
}
