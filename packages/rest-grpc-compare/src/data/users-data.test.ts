import { createHash } from 'node:crypto';
import { afterEach, expect, test, vi } from 'vitest';
import { createUsersData, type UsersData } from './users-data.js';

const data = createUsersData();

function digest(values: Iterable<unknown>): string {
  const hash = createHash('sha256');
  for (const value of values) hash.update(`${JSON.stringify(value)}\n`);
  return hash.digest('hex');
}

function* allOrders(of: UsersData) {
  for (const user of of.users) yield* of.ordersOf(user.id);
}

afterEach(() => {
  vi.useRealTimers();
});

// These digests are the contract "the same bytes for the same id in every process": if one changes, results measured
// against older servers are no longer comparable. Change them only on purpose.
test('the default seed gives the bytes that it has always given', () => {
  expect(data.users[0]).toEqual({
    id: 1,
    username: 'georginafernandez1',
    email: 'georginafernandez1@example.com',
    firstName: 'Georgina',
    lastName: 'Fernandez',
    createdAt: new Date('2021-07-25T05:16:58.723Z'),
    isActive: false,
  });
  expect(digest(data.users)).toBe('64aa3fd9381e1890b7f3c122f54b2d258f42485b712d0603766d3ad422fdd4d7');
  expect(digest(allOrders(data))).toBe('70ba05df682663237fa6f528955e40d563d41c2c8c805b30501897b1a087d78c');
});

test('neither the clock nor what was generated before has any influence', () => {
  vi.useFakeTimers({ now: new Date('2031-05-05') });
  const later = createUsersData();
  expect(digest(later.users)).toBe(digest(data.users));
  expect(later.ordersOf(10_000)).toEqual(data.ordersOf(10_000));
});

test('another seed gives other data of the same shape', () => {
  const other = createUsersData(2 ** 32 + 1);
  expect(other.users).toHaveLength(10_000);
  expect(digest(other.users)).not.toBe(digest(data.users));
  expect(digest(other.users)).not.toBe(digest(createUsersData(1).users));
});

test('users are numbered from 1 and named after themselves', () => {
  expect(data.users).toHaveLength(10_000);
  for (const [index, user] of data.users.entries()) {
    expect(user.id).toBe(index + 1);
    expect(user.username).toBe(`${user.firstName}${user.lastName}${user.id}`.toLowerCase());
    expect(user.email).toBe(`${user.username}@example.com`);
  }
});

test('there are 50,000 orders of 1–5 items whose totals are exact', () => {
  const orders = [...allOrders(data)];
  expect(orders).toHaveLength(50_000);
  expect(data.orderCount).toBe(50_000);
  const statuses = new Map<string, number>();
  let items = 0;
  for (const [index, order] of orders.entries()) {
    if (order.id !== index + 1 || order.items.length < 1 || order.items.length > 5)
      throw new Error(`order ${order.id}`);
    let total = 0n;
    for (const item of order.items) {
      items++;
      const plausible = item.id === items && item.quantity >= 1 && item.quantity <= 5;
      if (!plausible || !/^(?:[1-9]\d{0,2})\.\d\d$/.test(item.unitPrice))
        throw new Error(JSON.stringify(item));
      total += BigInt(item.quantity) * BigInt(item.unitPrice.replace('.', ''));
    }
    if (BigInt(order.totalAmount.replace('.', '')) !== total) throw new Error(`total of order ${order.id}`);
    statuses.set(order.status, (statuses.get(order.status) ?? 0) + 1);
  }
  expect(data.itemCount).toBe(items);
  expect([...statuses.keys()].sort()).toEqual(['CANCELLED', 'COMPLETED', 'PENDING']);
});

test('orders belong to the user asked for and come oldest first', () => {
  for (const user of [1, 2, 9_999, 10_000]) {
    const orders = data.ordersOf(user);
    expect(orders.map((order) => order.userId)).toEqual(Array(5).fill(user));
    const dates = orders.map((order) => order.orderDate.getTime());
    expect(dates).toEqual([...dates].sort((a, b) => a - b));
  }
});

test.each([0, -1, 10_001, 1.5, Number.NaN])('user id %d has no orders', (id) => {
  expect(data.ordersOf(id)).toEqual([]);
});
