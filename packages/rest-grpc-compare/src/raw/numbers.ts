/**
 * The number of the request that is being sent, and of those under way: one place that the transport's request source and
 * the check of the answers both look at.
 */
export class Numbers {
  readonly #bySlot: Float64Array;
  /** Of the request that is being sent right now. */
  current = 0;

  constructor(slots: number) {
    this.#bySlot = new Float64Array(slots);
  }

  begin(slot: number, number: number): void {
    this.current = number;
    this.#bySlot[slot] = number;
  }

  of(slot: number): number {
    return this.#bySlot[slot]!;
  }
}
