/** What waits in the buffer folder, by generation. */
export class Pending {
  readonly #bytes = new Map<number, number>();
  #total = 0;
  #waiters: (() => void)[] = [];

  get totalBytes(): number {
    return this.#total;
  }

  get generations(): number {
    return this.#bytes.size;
  }

  add(generation: number, bytes: number): void {
    this.set(generation, (this.#bytes.get(generation) ?? 0) + bytes);
  }

  set(generation: number, bytes: number): void {
    this.#total += bytes - (this.#bytes.get(generation) ?? 0);
    this.#bytes.set(generation, bytes);
  }

  remove(generation: number): void {
    this.#total -= this.#bytes.get(generation) ?? 0;
    this.#bytes.delete(generation);
    if (this.#bytes.size > 0) return;
    for (const done of this.#waiters.splice(0)) done();
  }

  /** Fulfilled when nothing waits. */
  empty(): Promise<void> {
    return this.#bytes.size === 0 ? Promise.resolve() : new Promise((done) => this.#waiters.push(done));
  }
}
