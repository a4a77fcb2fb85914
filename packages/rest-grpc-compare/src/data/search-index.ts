import type { User } from './model.js';

const GRAM = 3;
const BUCKETS = 1 << 15;
// Separates the fields of a user's text; no field contains it (see user-rules.ts), so that no match spans two fields.
export const FIELD_SEPARATOR = '\u0000';

function bucketOf(text: string, at: number): number {
  return (
    (((text.charCodeAt(at) << 10) ^ (text.charCodeAt(at + 1) << 5) ^ text.charCodeAt(at + 2)) >>> 0) &
    (BUCKETS - 1)
  );
}

/**
 * Case-insensitive substring search over users in the order in which they were added.
 *
 * Every three consecutive characters (a trigram) of a user's text point to that user. A query reads the shortest of its
 * trigrams' lists and checks each candidate's text, so it costs O(length of that list), not a scan of all users; unlike
 * trigrams that share a bucket cost a check, never a wrong answer. Queries of one or two characters scan: they match
 * nearly everything, so they end at the limit after a few users, and only one that matches nothing reads every text.
 */
export class SearchIndex {
  readonly #users: User[] = [];
  readonly #texts: string[] = [];
  readonly #positions: (number[] | undefined)[] = new Array<number[] | undefined>(BUCKETS).fill(undefined);

  /** Adds a user after all others. O(length of its text). */
  add(user: User): void {
    const text = [user.username, user.email, user.firstName, user.lastName]
      .join(FIELD_SEPARATOR)
      .toLowerCase();
    const position = this.#users.push(user) - 1;
    this.#texts.push(text);
    for (let at = 0; at + GRAM <= text.length; at++) {
      const bucket = bucketOf(text, at);
      const positions = this.#positions[bucket];
      if (positions === undefined) this.#positions[bucket] = [position];
      else if (positions[positions.length - 1] !== position) positions.push(position);
    }
  }

  /** Appends users whose text contains `query` (already in lower case) to `found` until it holds `limit`. */
  search(query: string, limit: number, found: User[]): void {
    if (query.length < GRAM) this.#scan(query, limit, found);
    else this.#lookUp(query, limit, found);
  }

  #scan(query: string, limit: number, found: User[]): void {
    for (let position = 0; position < this.#texts.length && found.length < limit; position++) {
      this.#take(position, query, found);
    }
  }

  #lookUp(query: string, limit: number, found: User[]): void {
    let shortest: number[] | undefined;
    for (let at = 0; at + GRAM <= query.length; at++) {
      const positions = this.#positions[bucketOf(query, at)];
      if (positions === undefined) return;
      if (shortest === undefined || positions.length < shortest.length) shortest = positions;
    }
    if (shortest === undefined) return;
    for (let next = 0; next < shortest.length && found.length < limit; next++) {
      this.#take(shortest[next] as number, query, found);
    }
  }

  #take(position: number, query: string, found: User[]): void {
    if ((this.#texts[position] as string).includes(query)) found.push(this.#users[position] as User);
  }
}
