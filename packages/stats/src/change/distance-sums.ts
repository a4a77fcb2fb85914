/**
 * Sums of distances to everything added so far, in O(log n) each: a Fenwick tree over the ranks of all values holds how many of
 * them are in and what they sum to. Made once per series and emptied between uses.
 */
export class DistanceSums {
  readonly #count: Float64Array;
  readonly #sum: Float64Array;
  #allCount = 0;
  #allSum = 0;

  constructor(ranks: number) {
    this.#count = new Float64Array(ranks + 1);
    this.#sum = new Float64Array(ranks + 1);
  }

  clear(): void {
    this.#count.fill(0);
    this.#sum.fill(0);
    this.#allCount = 0;
    this.#allSum = 0;
  }

  /** Adds a value of this rank (0 for the least) and returns the sum of its distances to those before. */
  add(rank: number, value: number): number {
    let below = 0;
    let belowSum = 0;
    for (let i = rank + 1; i > 0; i -= i & -i) {
      below += this.#count[i]!;
      belowSum += this.#sum[i]!;
    }
    const above = this.#allCount - below;
    const distance = value * below - belowSum + (this.#allSum - belowSum) - value * above;
    for (let i = rank + 1; i < this.#count.length; i += i & -i) {
      this.#count[i]!++;
      this.#sum[i]! += value;
    }
    this.#allCount++;
    this.#allSum += value;
    return distance;
  }
}
