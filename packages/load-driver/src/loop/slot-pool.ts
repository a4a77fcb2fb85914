/**
 * The transport's free slots, oldest first, so that load spreads over connections instead of always using the one that
 * answered last. A fixed ring: no allocation after construction.
 */
export class SlotPool {
  readonly #ring: Int32Array;
  #head = 0;
  #length: number;

  constructor(slots: number) {
    this.#ring = Int32Array.from({ length: slots }, (_, i) => i);
    this.#length = slots;
  }

  get free(): number {
    return this.#length;
  }

  /** Takes a free slot; the caller has checked that there is one. */
  take(): number {
    const slot = this.#ring[this.#head] as number;
    this.#head = this.#head + 1 === this.#ring.length ? 0 : this.#head + 1;
    this.#length--;
    return slot;
  }

  give(slot: number): void {
    let tail = this.#head + this.#length;
    if (tail >= this.#ring.length) tail -= this.#ring.length;
    this.#ring[tail] = slot;
    this.#length++;
  }
}
