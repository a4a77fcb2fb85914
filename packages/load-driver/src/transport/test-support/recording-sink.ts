import type { CompletionSink } from '../transport.js';

export interface Completion {
  readonly slot: number;
  readonly outcome: number;
  readonly bytesOut: number;
  readonly bytesIn: number;
  readonly bodyBytes: number;
  readonly sentNs: number;
  readonly firstByteNs: number;
  readonly endNs: number;
}

/** Remembers everything that a transport reports, and lets a test wait for it. */
export class RecordingSink implements CompletionSink {
  readonly completions: Completion[] = [];
  readonly connections: { connectNs: number; again: boolean }[] = [];
  /** Called from inside `complete`, as an executor would go on from there. */
  onComplete: (completion: Completion) => void = () => {};
  #wanted = Number.POSITIVE_INFINITY;
  #reached: () => void = () => {};

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
    const completion = { slot, outcome, bytesOut, bytesIn, bodyBytes, sentNs, firstByteNs, endNs };
    this.completions.push(completion);
    this.onComplete(completion);
    if (this.completions.length >= this.#wanted) this.#reached();
  }

  connected(connectNs: number, again: boolean): void {
    this.connections.push({ connectNs, again });
  }

  /** Resolves with all completions so far when there are `count` of them. */
  async completed(count: number): Promise<Completion[]> {
    if (this.completions.length < count) {
      this.#wanted = count;
      await new Promise<void>((resolve) => {
        this.#reached = resolve;
      });
    }
    return this.completions;
  }
}
