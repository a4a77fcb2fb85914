/** Answers are short; what comes beyond this is not needed to tell them apart. */
const KEPT_BYTES = 8192;

/** Keeps the beginning of each slot's answer, in buffers that are used again. */
export class AnswerText {
  readonly #bytes: Buffer[];
  readonly #length: Int32Array;

  constructor(slots: number, keptBytes: number = KEPT_BYTES) {
    this.#bytes = Array.from({ length: slots }, () => Buffer.allocUnsafe(keptBytes));
    this.#length = new Int32Array(slots);
  }

  begin(slot: number): void {
    this.#length[slot] = 0;
  }

  feed(slot: number, bytes: Uint8Array, start: number, end: number): void {
    const kept = this.#bytes[slot]!;
    const at = this.#length[slot]!;
    const room = Math.min(end - start, kept.length - at);
    if (room <= 0) return;
    kept.set(bytes.subarray(start, start + room), at);
    this.#length[slot] = at + room;
  }

  /** What has come, valid until the next answer begins. */
  bytesOf(slot: number): Buffer {
    return this.#bytes[slot]!.subarray(0, this.#length[slot]);
  }
}
