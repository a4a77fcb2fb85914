const STEP = 2;

/**
 * Which slot each open stream belongs to. Ids are odd and only ever grow (RFC 9113 §5.1.1), so the place of one is its
 * number modulo the table: no hashing, no object. Should a stream live so long that the numbers come round to its
 * place, the number that would share it is skipped, which the protocol allows.
 */
export class StreamIds {
  /** Every id from here on is idle: nothing may be received for it. */
  next: number;
  readonly #slots: Int32Array;
  readonly #ids: Int32Array;
  readonly #mask: number;
  readonly #last: number;

  /**
   * @param streams most streams open at once
   * @param last the largest id that may be used
   */
  constructor(streams: number, last: number, first = 1) {
    // Twice the streams, so that there is a free place within a few steps; at least 64, so that skipping is rare.
    const size = 2 ** Math.ceil(Math.log2(Math.max(64, streams * 2)));
    this.#mask = size - 1;
    this.#slots = new Int32Array(size).fill(-1);
    this.#ids = new Int32Array(size);
    this.#last = last;
    this.next = first;
  }

  /** Whether there is an id left. Skipping may pass over as many as there are places. */
  get exhausted(): boolean {
    return this.next > this.#last;
  }

  /** Opens the next stream for a slot. Not to be called when `exhausted`, nor with all streams open. */
  claim(slot: number): number {
    let id = this.next;
    while (this.#slots[(id >> 1) & this.#mask]! >= 0) id += STEP;
    this.next = id + STEP;
    const place = (id >> 1) & this.#mask;
    this.#slots[place] = slot;
    this.#ids[place] = id;
    return id;
  }

  /** The slot of an open stream, or -1. */
  slotOf(id: number): number {
    const place = (id >> 1) & this.#mask;
    return this.#ids[place] === id ? this.#slots[place]! : -1;
  }

  release(id: number): void {
    this.#slots[(id >> 1) & this.#mask] = -1;
  }

  /** Whether the stream has never been opened, by either side. */
  isIdle(id: number): boolean {
    return (id & 1) === 0 || id >= this.next;
  }
}
