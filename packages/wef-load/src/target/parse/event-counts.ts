interface TypeCount {
  /** As in the batch: byte for byte, and a slice of its text. */
  provider: string;
  count: number;
}

/** The events of one batch by provider and id. One object serves every batch of a receiver: it is cleared, never made anew. */
export class EventCounts {
  readonly #byId = new Map<string, TypeCount>();
  /** Types whose id is also another provider's in the same batch. */
  readonly #others = new Map<string, number>();
  #total = 0;

  get total(): number {
    return this.#total;
  }

  clear(): void {
    this.#byId.clear();
    this.#others.clear();
    this.#total = 0;
  }

  add(provider: string, eventId: string): void {
    this.#total++;
    const known = this.#byId.get(eventId);
    if (known === undefined) {
      this.#byId.set(eventId, { provider, count: 1 });
    } else if (known.provider === provider) {
      known.count++;
    } else {
      const key = typeName(provider, eventId);
      this.#others.set(key, (this.#others.get(key) ?? 0) + 1);
    }
  }

  /** The counts by `Provider:EventID`. */
  byType(): Map<string, number> {
    const counts = new Map(this.#others);
    for (const [eventId, { provider, count }] of this.#byId) counts.set(typeName(provider, eventId), count);
    return counts;
  }
}

/** Through a buffer, for the name outlives the batch and as a slice would hold all of its text. */
function typeName(provider: string, eventId: string): string {
  return Buffer.from(`${provider}:${eventId}`, 'latin1').toString('utf8');
}
