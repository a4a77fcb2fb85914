import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { User } from './model.js';
import { SearchIndex } from './search-index.js';

// A small alphabet, in both cases and beyond Latin-1, so that queries match often and buckets are shared.
const letters = fc.constantFrom('a', 'b', 'c', 'A', 'B', '@', '.', 'é', 'Ж', '中');
const word = fc.string({ unit: letters, maxLength: 8 });
const userFields = fc.record({ username: word, email: word, firstName: word, lastName: word });

function naive(users: readonly User[], query: string, limit: number): User[] {
  const fields = (user: User) => [user.username, user.email, user.firstName, user.lastName];
  return users
    .filter((user) => fields(user).some((text) => text.toLowerCase().includes(query)))
    .slice(0, limit);
}

test('finds what a scan of all fields finds, in the same order', () => {
  fc.assert(
    fc.property(
      fc.array(userFields, { maxLength: 30 }),
      word,
      fc.integer({ min: 1, max: 12 }),
      (fields, text, limit) => {
        const users = fields.map(
          (field, index): User => ({ id: index, createdAt: new Date(0), isActive: true, ...field }),
        );
        const index = new SearchIndex();
        for (const user of users) index.add(user);
        const query = text.toLowerCase();
        const found: User[] = [];
        index.search(query, limit, found);
        expect(found).toEqual(naive(users, query, limit));
      },
    ),
    { seed: 7, numRuns: 500 },
  );
});
