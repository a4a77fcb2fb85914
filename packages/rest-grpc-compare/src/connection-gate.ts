import {
  type CompletionSink,
  TargetUnreachableError,
  type Transport,
  type WireByteProbe,
} from '@benchwright/load-driver';

/**
 * A transport that reports connections only when it is its turn. A client library's connections are seen at the sockets,
 * by port, and the raw transport connects to the same port: without the gate, each would be told of the other's.
 */
export class ConnectionGate implements Transport {
  readonly slots: number;
  readonly completesAfterEnd: boolean;
  readonly wireBytes?: WireByteProbe;
  isOpen = false;
  readonly #inner: Transport;
  readonly #mayFail: boolean;
  /** What a raw transport connects when it is opened belongs to it. */
  #opening = false;

  /** @param mayFail a server that is known to answer oddly is measured all the same, failure by failure */
  constructor(inner: Transport, mayFail: boolean) {
    this.#inner = inner;
    this.#mayFail = mayFail;
    this.slots = inner.slots;
    this.completesAfterEnd = inner.completesAfterEnd ?? false;
    if (inner.wireBytes) this.wireBytes = inner.wireBytes;
  }

  async open(sink: CompletionSink): Promise<void> {
    this.#opening = true;
    const opened = this.#inner.open({
      complete: (slot, outcome, bytesOut, bytesIn, bodyBytes, sentNs, firstByteNs, endNs) =>
        sink.complete(slot, outcome, bytesOut, bytesIn, bodyBytes, sentNs, firstByteNs, endNs),
      connected: (connectNs, again) => {
        if (this.isOpen || this.#opening) sink.connected(connectNs, again);
      },
    });
    await opened
      .catch((error: unknown) => {
        if (!(this.#mayFail && error instanceof TargetUnreachableError)) throw error;
      })
      .finally(() => {
        this.#opening = false;
      });
  }

  send(slot: number, sequence: number): void {
    this.#inner.send(slot, sequence);
  }

  sweep(nowNs: number): void {
    this.#inner.sweep(nowNs);
  }

  cancelAll(outcome: number): void {
    this.#inner.cancelAll(outcome);
  }

  close(): Promise<void> {
    return this.#inner.close();
  }
}
