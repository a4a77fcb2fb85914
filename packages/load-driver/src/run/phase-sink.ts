import type { LoadLoop, LoopObserver } from '../loop/load-loop.js';
import type { CompletionSink } from '../transport/transport.js';

/** Warm-up sees every request and keeps none. */
export const discardingObserver: LoopObserver = {
  offered: () => {},
  dropped: () => {},
  completed: () => {},
  connected: () => {},
};

/**
 * A transport is opened once and lives through many phases; this hands what it reports to the loop of the phase that
 * runs. Connections made outside a recorded phase (at opening, in warm-up) are kept for the trial they serve.
 */
export class PhaseSink implements CompletionSink {
  #loop: LoadLoop | null = null;
  #recording: LoopObserver | null = null;
  readonly #connects: { connectNs: number; again: boolean }[] = [];

  enter(loop: LoadLoop, recording: LoopObserver | null): void {
    this.#loop = loop;
    this.#recording = recording;
    if (recording === null) return;
    for (const { connectNs, again } of this.#connects) recording.connected(connectNs, again);
    this.#connects.length = 0;
  }

  leave(): void {
    this.#loop = null;
    this.#recording = null;
  }

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
    this.#loop?.complete(slot, outcome, bytesOut, bytesIn, bodyBytes, sentNs, firstByteNs, endNs);
  }

  connected(connectNs: number, again: boolean): void {
    if (this.#recording) this.#recording.connected(connectNs, again);
    else this.#connects.push({ connectNs, again });
  }
}
