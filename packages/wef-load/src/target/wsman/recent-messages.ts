const KEPT = 10_000;

/**
 * The deliveries that were stored last. A client that got no Ack sends the same message again, though only the Ack may have been lost: it is
 * acknowledged and not stored twice. Known are those of this process; across a restart a resent delivery is stored again.
 */
export class RecentMessages {
  readonly #ids = new Set<string>();

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  add(id: string): void {
    if (this.#ids.size >= KEPT) {
      const [oldest] = this.#ids;
      if (oldest !== undefined) this.#ids.delete(oldest);
    }
    this.#ids.add(id);
  }
}
