/**
 * Due times that wait for a free slot, first come first served: a ring of doubles that grows by doubling, so that
 * neither a stall nor an hour of overload allocates per request. 8 bytes per waiting arrival.
 */
export class DueQueue {
  #ring: Float64Array;
  #head = 0;
  #length = 0;
  #highWater = 0;

  constructor(capacity = 1024) {
    this.#ring = new Float64Array(2 ** Math.ceil(Math.log2(Math.max(2, capacity))));
  }

  get length(): number {
    return this.#length;
  }

  /** The longest the queue has been. */
  get highWater(): number {
    return this.#highWater;
  }

  push(dueNs: number): void {
    if (this.#length === this.#ring.length) this.#grow();
    this.#ring[(this.#head + this.#length) & (this.#ring.length - 1)] = dueNs;
    this.#length++;
    if (this.#length > this.#highWater) this.#highWater = this.#length;
  }

  /** Takes the oldest. The caller has checked that there is one. */
  shift(): number {
    const dueNs = this.#ring[this.#head] as number;
    this.#head = (this.#head + 1) & (this.#ring.length - 1);
    this.#length--;
    return dueNs;
  }

  clear(): void {
    this.#head = 0;
    this.#length = 0;
  }

  #grow(): void {
    const larger = new Float64Array(this.#ring.length * 2);
    for (let i = 0; i < this.#length; i++) {
      larger[i] = this.#ring[(this.#head + i) & (this.#ring.length - 1)] as number;
    }
    this.#ring = larger;
    this.#head = 0;
  }
}
