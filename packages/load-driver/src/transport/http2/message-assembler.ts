import type { OnContent } from './answer-reader.js';

const NO_BYTES: Uint8Array = new Uint8Array(0);
/** Larger buffers are not kept for the next message of the slot; none is made larger than this before its content has come. */
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
    const at = length - missing - (to - from);
    const partial = this.#roomFor(slot, at, length - missing, length);
    partial.set(bytes.subarray(from, to), at);
    if (missing > 0) return;
    this.#onMessage(slot, partial, 0, length);
    if (partial.length > MOST_KEPT_BYTES) this.#partial[slot] = NO_BYTES;
  }

  /**
   * Grows with what has come, not to what was announced: a prefix of five bytes must not cost 64 MB on every slot.
   *
   * @param used bytes in it so far
   * @param needed with the next piece
   */
  #roomFor(slot: number, used: number, needed: number, length: number): Uint8Array {
    const partial = this.#partial[slot]!;
    if (partial.length >= needed) return partial;
    const grown = new Uint8Array(Math.min(length, Math.max(needed, 2 * partial.length, MOST_KEPT_BYTES)));
    grown.set(partial.subarray(0, used));
    this.#partial[slot] = grown;
    return grown;
  }
}
