/** Slots in the order they came, oldest first. O(1) each way, and nothing is allocated. */
export class SlotRing {
  readonly #slots: Int32Array;
  readonly #mask: number;
  #head = 0;
  #count = 0;

  /** @param capacity the most slots in it at once; the caller never pushes more */
  constructor(capacity: number) {
    this.#slots = new Int32Array(2 ** Math.ceil(Math.log2(Math.max(1, capacity))));
    this.#mask = this.#slots.length - 1;
  }

  get count(): number {
    return this.#count;
  }

  push(slot: number): void {
    this.#slots[(this.#head + this.#count) & this.#mask] = slot;
    this.#count++;
  }

  /** The oldest slot, or -1. */
  head(): number {
    return this.#count === 0 ? -1 : this.#slots[this.#head]!;
  }

  /** The slot that `index` others are ahead of. */
  at(index: number): number {
    return this.#slots[(this.#head + index) & this.#mask]!;
  }

  /** Removes the oldest slot. */
  shift(): void {
    this.#head = (this.#head + 1) & this.#mask;
    this.#count--;
  }
}
