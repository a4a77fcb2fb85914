import type { User } from './model.js';
import { SearchIndex } from './search-index.js';

interface Generation {
  readonly users: User[];
  readonly index: SearchIndex;
}

/** Created users are kept in two generations of this many; the older goes when the younger is full. */
const CREATED_GENERATION_SIZE = 5_000;

/**
 * The users created since the start, of which the last 5,000–10,000 are kept, so that an hour of creating users takes
 * no more memory than a few seconds of it. Dropping a whole generation keeps the search index simple: nothing is ever
 * removed from one.
 */
export class CreatedUsers {
  #older: Generation = { users: [], index: new SearchIndex() };
  #younger: Generation = { users: [], index: new SearchIndex() };
  readonly #generationSize: number;

  constructor(generationSize: number = CREATED_GENERATION_SIZE) {
    this.#generationSize = generationSize;
  }

  /** How many are kept now. */
  get size(): number {
    return this.#older.users.length + this.#younger.users.length;
  }

  /** Keeps a user; ids must follow each other without a gap. Amortised O(length of its text). */
  add(user: User): void {
    if (this.#younger.users.length === this.#generationSize) {
      this.#older = this.#younger;
      this.#younger = { users: [], index: new SearchIndex() };
    }
    this.#younger.users.push(user);
    this.#younger.index.add(user);
  }

  /** The user with this id, unless it was never created or has been dropped since. O(1). */
  byId(id: number): User | undefined {
    return this.#in(this.#younger, id) ?? this.#in(this.#older, id);
  }

  /** The kept users from position `start` up to, not including, `end`, in id order. */
  slice(start: number, end: number): User[] {
    const olderCount = this.#older.users.length;
    return [
      ...this.#older.users.slice(start, end),
      ...this.#younger.users.slice(Math.max(0, start - olderCount), Math.max(0, end - olderCount)),
    ];
  }

  /** Appends matches to `found` until it holds `limit`; see {@link SearchIndex.search}. */
  search(query: string, limit: number, found: User[]): void {
    this.#older.index.search(query, limit, found);
    this.#younger.index.search(query, limit, found);
  }

  #in(generation: Generation, id: number): User | undefined {
    const first = generation.users[0];
    return first === undefined ? undefined : generation.users[id - first.id];
  }
}
