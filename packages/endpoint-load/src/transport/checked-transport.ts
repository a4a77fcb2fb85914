import { type CompletionSink, OK, type Transport } from '@benchwright/load-driver';
import type { BodyCheck } from '../expect/body-check.js';

/** The class of answers that were complete and had an acceptable status, but not the body that was expected. */
export const WRONG_ANSWER = 'WRONG_ANSWER';

/** A transport that can say what went wrong. */
export interface EndpointTransport extends Transport {
  /** What was said at the first failure with this outcome. */
  firstErrorOf(outcome: number): string | undefined;
}

/** A transport whose answers must have the body expected; it must feed their bodies to the check. */
export class CheckedTransport implements EndpointTransport {
  readonly slots: number;
  readonly #inner: EndpointTransport;
  readonly #check: BodyCheck;
  readonly #wrongOutcome: number;

  constructor(inner: EndpointTransport, check: BodyCheck, wrongOutcome: number) {
    this.slots = inner.slots;
    this.#inner = inner;
    this.#check = check;
    this.#wrongOutcome = wrongOutcome;
  }

  firstErrorOf(outcome: number): string | undefined {
    return outcome === this.#wrongOutcome
      ? 'the body of a complete answer was not what --expect-body asks for'
      : this.#inner.firstErrorOf(outcome);
  }

  open(sink: CompletionSink): Promise<void> {
    const check = this.#check;
    const wrong = this.#wrongOutcome;
    return this.#inner.open({
      complete: (slot, outcome, bytesOut, bytesIn, bodyBytes, sentNs, firstByteNs, endNs) => {
        // Asked for failed answers too, so that the check is done with the slot.
        const accepted = check.accepts(slot);
        const judged = outcome === OK && !accepted ? wrong : outcome;
        sink.complete(slot, judged, bytesOut, bytesIn, bodyBytes, sentNs, firstByteNs, endNs);
      },
      connected: (connectNs, again) => sink.connected(connectNs, again),
    });
  }

  send(slot: number, sequence: number): void {
    this.#check.begin(slot);
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
