import {
  type CompletionSink,
  OK,
  type OutcomeTable,
  type Transport,
  type WireByteProbe,
} from '@benchwright/load-driver';
import type { Dialect } from '../operation/dialect.js';
import { AnswerCheck } from './answer-check.js';
import type { Numbers } from './numbers.js';
import type { SlotBodies } from './slot-bodies.js';

export interface CheckedTransportOptions {
  readonly inner: Transport;
  readonly dialect: Dialect;
  /** Shared with the requests of the inner transport. */
  readonly numbers: Numbers;
  /** Filled by the inner transport. */
  readonly bodies: SlotBodies;
  readonly numberFor: (sequence: number) => number;
  readonly outcomes: OutcomeTable;
  /** Counts at the sockets, as is done for client libraries. */
  readonly wireBytes: WireByteProbe & { stop(): void };
}

/**
 * A raw transport whose answers must be right: numbers each request before it is sent, and looks at each answer after its
 * end has been read, so that the look is in no answer's time. (It is in the pause before the same connection's next
 * request, as it is in an application.)
 */
export class CheckedTransport implements Transport {
  readonly slots: number;
  readonly wireBytes: WireByteProbe;
  readonly #o: CheckedTransportOptions;
  readonly #inner: Transport;

  constructor(options: CheckedTransportOptions) {
    this.slots = options.inner.slots;
    this.wireBytes = options.wireBytes;
    this.#o = options;
    this.#inner = options.inner;
  }

  open(sink: CompletionSink): Promise<void> {
    const { dialect, numbers, bodies, outcomes } = this.#o;
    const check = new AnswerCheck(dialect);
    return this.#inner.open({
      complete: (slot, outcome, bytesOut, bytesIn, _bodyBytes, sentNs, firstByteNs, endNs) => {
        if (outcome !== OK) {
          sink.complete(slot, outcome, bytesOut, bytesIn, 0, sentNs, firstByteNs, endNs);
          return;
        }
        const body = bodies.bodyOf(slot);
        const wrong = check.judge(body, numbers.of(slot));
        const judged = wrong === undefined ? OK : outcomes.codeOf(wrong);
        const payload = wrong === undefined ? dialect.payloadBytes(body) : 0;
        sink.complete(slot, judged, bytesOut, bytesIn, payload, sentNs, firstByteNs, endNs);
      },
      connected: (connectNs, again) => sink.connected(connectNs, again),
    });
  }

  send(slot: number, sequence: number): void {
    this.#o.numbers.begin(slot, this.#o.numberFor(sequence));
    this.#o.bodies.begin(slot);
    this.#inner.send(slot, sequence);
  }

  sweep(nowNs: number): void {
    this.#inner.sweep(nowNs);
  }

  cancelAll(outcome: number): void {
    this.#inner.cancelAll(outcome);
  }

  async close(): Promise<void> {
    await this.#inner.close();
    this.#o.wireBytes.stop();
  }
}
