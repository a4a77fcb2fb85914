import { beforeEach, expect, test } from 'vitest';
import { CreatedUsers } from './created-users.js';
import { createUsersData } from './users-data.js';
import { createUsersStore, type UsersStore } from './users-store.js';

const data = createUsersData();
const ada = { username: 'ada', email: 'ada@lovelace.example', firstName: 'Ada', lastName: 'Lovelace' };

let store: UsersStore;
beforeEach(() => {
  store = createUsersStore(data, { nowMs: () => 1_700_000_000_123 });
});

test('seeded users are found by id, others are not', () => {
  expect(store.getUser(1)).toBe(data.users[0]);
  expect(store.getUser(10_000)).toBe(data.users[9_999]);
  for (const id of [0, -1, 1.5, 10_001]) expect(store.getUser(id)).toBeUndefined();
});

test('a created user gets the next id and is seen by every reader', () => {
  const created = store.createUser(ada);
  expect(created).toEqual({ ...ada, id: 10_001, createdAt: new Date(1_700_000_000_123), isActive: true });
  expect(store.getUser(10_001)).toBe(created);
  expect(store.getUserOrders(10_001)).toEqual([]);
  expect(store.searchUsers('LOVELACE.EX', 10)).toEqual([created]);
  expect(store.listUsers(500, 20)).toEqual({
    users: [created],
    totalElements: 10_001,
    totalPages: 501,
    currentPage: 500,
  });
});

test('fields that a caller adds are not stored', () => {
  const intruder = { ...ada, id: 1, isActive: false };
  expect(store.createUser(intruder)).toMatchObject({ id: 10_001, isActive: true });
});

test('a bulk gets consecutive ids in its order', () => {
  const users = store.bulkCreate([ada, { ...ada, username: 'bob' }]);
  expect(users.map(({ id, username }) => [id, username])).toEqual([
    [10_001, 'ada'],
    [10_002, 'bob'],
  ]);
});

test('created users that had to go are gone for every reader, and ids go on', () => {
  store = createUsersStore(data, { created: new CreatedUsers(2) });
  for (let count = 0; count < 5; count++) store.createUser(ada);
  expect(store.getUser(10_002)).toBeUndefined();
  expect(store.getUserOrders(10_002)).toBeUndefined();
  expect(store.listUsers(0, 20).totalElements).toBe(10_003);
  expect(store.searchUsers('lovelace', 10).map(({ id }) => id)).toEqual([10_003, 10_004, 10_005]);
});

test('pages are in id order, clamped, and empty past the end', () => {
  const first = store.listUsers(0, 20);
  expect(first.users.map(({ id }) => id)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  expect(first).toMatchObject({ totalElements: 10_000, totalPages: 500, currentPage: 0 });
  expect(store.listUsers(-3, 0)).toEqual(first);
  expect(store.listUsers(9, 5000).users).toHaveLength(1000);
  expect(store.listUsers(10, 5000)).toEqual({
    users: [],
    totalElements: 10_000,
    totalPages: 10,
    currentPage: 10,
  });
  expect(store.listUsers(2_147_483_647, 1000).users).toEqual([]);
});

test('a page may span seeded and created users', () => {
  store.bulkCreate([ada, ada, ada]);
  expect(store.listUsers(3334, 3).users.map(({ id }) => id)).toEqual([10_003]);
  expect(store.listUsers(1428, 7).users.map(({ id }) => id)).toEqual([
    9_997, 9_998, 9_999, 10_000, 10_001, 10_002, 10_003,
  ]);
});

test('searches ignore case, look into every field, keep id order and obey the limit', () => {
  const found = store.searchUsers('FeatherSTONE', 3);
  expect(found).toEqual(data.users.filter((user) => user.lastName === 'Featherstone').slice(0, 3));
  expect(store.searchUsers('fernandez1@example', 0)).toEqual(
    data.users.filter((user) => user.email.includes('fernandez1@example')).slice(0, 10),
  );
  expect(store.searchUsers('example.com', 5000)).toHaveLength(1000);
  expect(store.searchUsers('example.com', -1)).toHaveLength(10);
  expect(store.searchUsers('no such user', 10)).toEqual([]);
});

test('orders are those of the user, unknown users have no list at all', () => {
  expect(store.getUserOrders(7)).toEqual(data.ordersOf(7));
  expect(store.getUserOrders(0)).toBeUndefined();
  expect(store.getUserOrders(10_001)).toBeUndefined();
});
