import { expect, test } from 'vitest';
import { CreatedUsers } from './created-users.js';
import type { User } from './model.js';

function user(id: number): User {
  const username = `user-${id}`;
  return { id, username, email: '', firstName: '', lastName: '', createdAt: new Date(0), isActive: true };
}

function keep(count: number): CreatedUsers {
  const created = new CreatedUsers(3);
  for (let id = 101; id < 101 + count; id++) created.add(user(id));
  return created;
}

function ids(users: readonly User[]): number[] {
  return users.map(({ id }) => id);
}

test('is empty at first', () => {
  const created = keep(0);
  expect(created.size).toBe(0);
  expect(created.byId(101)).toBeUndefined();
  expect(created.slice(0, 10)).toEqual([]);
});

test.each([
  [2, [101, 102]],
  [3, [101, 102, 103]],
  [5, [101, 102, 103, 104, 105]],
  [6, [101, 102, 103, 104, 105, 106]],
  [7, [104, 105, 106, 107]],
  [100, [197, 198, 199, 200]],
])('after %i users with generations of three, keeps %j', (count, kept) => {
  const created = keep(count);
  expect(created.size).toBe(kept.length);
  expect(ids(created.slice(0, 1000))).toEqual(kept);
  const found: User[] = [];
  created.search('user-', 1000, found);
  expect(ids(found)).toEqual(kept);
  const all = Array.from({ length: 102 }, (_, index) => 100 + index);
  expect(ids(all.flatMap((id) => created.byId(id) ?? []))).toEqual(kept);
});

test('slices across the generations', () => {
  const created = keep(5);
  expect(ids(created.slice(1, 4))).toEqual([102, 103, 104]);
  expect(ids(created.slice(4, 9))).toEqual([105]);
  expect(ids(created.slice(5, 9))).toEqual([]);
});
