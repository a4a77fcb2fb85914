/** Share of the time that checking results may take, so that it never shows in a rate. */
const SHARE = 0.01;

/** Decides which results are checked: the first one always, then as many as fit into one per cent of the time. Pure arithmetic. */
export class VerificationBudget {
  #firstNs: number | null = null;
  #spentNs = 0;
  #longestNs = 0;
  verified = 0;

  /** Whether to check the result that is there at `nowNs`. */
  isDue(nowNs: number): boolean {
    if (this.#firstNs === null) {
      this.#firstNs = nowNs;
      return true;
    }
    return this.#spentNs + this.#longestNs <= (nowNs - this.#firstNs) * SHARE;
  }

  /** One result has been checked, and it took so long. */
  spent(durationNs: number): void {
    this.verified++;
    this.#spentNs += durationNs;
    this.#longestNs = Math.max(this.#longestNs, durationNs);
  }
}
