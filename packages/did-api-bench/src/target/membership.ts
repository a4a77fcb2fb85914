/** The DIDs this process knows to be enrolled. Saying no means only that the database must be asked. */
export interface Membership {
  has(did: string): boolean;
  add(did: string): void;
}

/** An array goes through all of them for each question; a set does not. */
export function createMembership(kind: 'array' | 'set', known: Iterable<string>): Membership {
  if (kind === 'set') return new Set(known);
  const dids = [...known];
  return { has: (did) => dids.includes(did), add: (did) => dids.push(did) };
}
