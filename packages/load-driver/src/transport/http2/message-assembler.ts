import type { OnContent } from './answer-reader.js';

const NO_BYTES: Uint8Array = new Uint8Array(0);
/** Larger buffers are not kept for the next message of the slot. */
const MOST_KEPT_BYTES = 65_536;

/** Hands messages over in one piece. One that comes in one piece is not copied; any other is put together first. */
export class MessageAssembler {
  readonly #onMessage: OnContent;
  readonly #partial: Uint8Array[];

  constructor(slots: number, onMessage: OnContent) {
    this.#onMessage = onMessage;
    this.#partial = new Array<Uint8Array>(slots).fill(NO_BYTES);
  }

  /**
   * Takes the next piece of a slot's message.
   *
   * @param length of the whole message
   * @param missing what is still to come after this piece
   */
  add(slot: number, bytes: Uint8Array, from: number, to: number, length: number, missing: number): void {
    if (missing === 0 && to - from === length) {
      this.#onMessage(slot, bytes, from, to);
      return;
    }
    if (this.#partial[slot]!.length < length) this.#partial[slot] = new Uint8Array(length);
    const partial = this.#partial[slot]!;
    partial.set(bytes.subarray(from, to), length - missing - (to - from));
    if (missing > 0) return;
    this.#onMessage(slot, partial, 0, length);
    if (partial.length > MOST_KEPT_BYTES) this.#partial[slot] = NO_BYTES;
  }
}
