import { createRealClock, type OperationContext } from '@benchwright/load-driver';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GetUserResponse, ListUsersResponse } from '../../generated/user_service.js';
import { parseGrpcAddress } from '../addresses.js';
import { restGrpcConfigSchema } from '../config.js';
import { OPERATIONS, type OperationName } from '../operations.js';
import { startUsersServers, type UsersServers } from '../target/users-target.js';
import { type ApiCall, apiCallFor } from './api-call.js';
import { createGrpcOperation } from './grpc.js';
import { createNewUserSource } from './new-users.js';
import { createRestOperation } from './rest.js';

const clock = createRealClock();
let servers: UsersServers;

beforeAll(async () => {
  servers = await startUsersServers({ restPort: 0, grpcPort: 0 });
});
afterAll(() => servers.close());

function apiCall(operation: OperationName): ApiCall {
  const config = restGrpcConfigSchema.parse({ operation, bulkSize: 3 });
  return apiCallFor(config, createNewUserSource('cafe0123'));
}

function context(sequence: number): OperationContext {
  return { slot: 0, sequence, sentNs: clock.nowNs(), signal: new AbortController().signal };
}

describe.each(OPERATIONS)('%s', (operation) => {
  it('is answered rightly over both protocols, JSON being the larger', async () => {
    const [overRest, overGrpc] = [apiCall(operation), apiCall(operation)];
    const rest = createRestOperation({
      origin: servers.endpoints.rest,
      prefix: '',
      slots: 1,
      connections: 'shared',
      timeoutNs: 10e9,
      clock,
      requestFor: ({ sequence }) => overRest.requestFor(sequence),
    });
    const grpc = createGrpcOperation({
      address: parseGrpcAddress(servers.endpoints.grpc)!,
      rpc: overGrpc.rpc,
      connections: 'shared',
      timeoutNs: 10e9,
      clock,
      requestFor: ({ sequence }) => overGrpc.requestFor(sequence),
    });
    try {
      for (const id of [1, 4321, 10_000]) {
        const json = await rest.operation(context(id));
        const message = await grpc.operation(context(id));
        expect([json.errorClass, message.errorClass]).toEqual([undefined, undefined]);
        expect(message.bodyBytes).toBeGreaterThan(0);
        expect(json.bodyBytes).toBeGreaterThan(message.bodyBytes);
      }
    } finally {
      grpc.close();
      await rest.close();
    }
  });
});

describe('what counts as a wrong answer', () => {
  it('a user with another id, over either protocol', () => {
    const request = apiCall('getUser').requestFor(5);
    const user = {
      username: 'u',
      email: 'e',
      firstName: 'f',
      lastName: 'l',
      createdAt: undefined,
      isActive: true,
    };
    const message = (id: number): Uint8Array => GetUserResponse.encode({ user: { id, ...user } }).finish();
    expect(request.acceptsMessage(message(5))).toBe(true);
    expect(request.acceptsMessage(message(6))).toBe(false);
    expect(request.acceptsMessage(new Uint8Array(0))).toBe(false);
    expect(() => request.acceptsMessage(Uint8Array.of(0xff, 0xff))).toThrow();
    expect(request.acceptsJson(JSON.stringify({ id: 5, ...user }))).toBe(true);
    expect(request.acceptsJson(JSON.stringify({ id: '5', ...user }))).toBe(true);
    expect(request.acceptsJson(JSON.stringify({ id: 6, ...user }))).toBe(false);
  });

  it('a page that is another, or holds fewer users than its totals promise', () => {
    const request = apiCall('listUsers').requestFor(45);
    const user = {
      id: 41,
      username: 'u',
      email: 'e',
      firstName: 'f',
      lastName: 'l',
      createdAt: undefined,
      isActive: true,
    };
    const page = (users: number, currentPage: number, totalElements: number): Uint8Array =>
      ListUsersResponse.encode({
        users: Array.from({ length: users }, () => user),
        totalElements,
        totalPages: 5,
        currentPage,
      }).finish();
    expect(request.acceptsMessage(page(20, 2, 100))).toBe(true);
    expect(request.acceptsMessage(page(5, 2, 45))).toBe(true);
    expect(request.acceptsMessage(page(19, 2, 100))).toBe(false);
    expect(request.acceptsMessage(page(20, 3, 100))).toBe(false);
  });

  it('orders of somebody else, more users than asked for, created users in another order', () => {
    const orders = apiCall('getUserOrders').requestFor(7);
    const order = (userId: number) => [
      { id: 1, userId, status: 'PENDING', items: [{ id: 1, productName: 'lamp' }] },
    ];
    expect(orders.acceptsJson(JSON.stringify(order(7)))).toBe(true);
    expect(orders.acceptsJson(JSON.stringify(order(8)))).toBe(false);
    expect(orders.acceptsJson('{}')).toBe(false);

    const bulk = apiCall('bulkCreateUsers').requestFor(1);
    const sent: object[] = JSON.parse(bulk.rest().body!);
    const created = sent.map((user, i) => ({ id: i + 1, isActive: true, ...user }));
    expect(bulk.acceptsJson(JSON.stringify(created))).toBe(true);
    expect(bulk.acceptsJson(JSON.stringify([...created].reverse()))).toBe(false);
    expect(bulk.acceptsJson(JSON.stringify(created.slice(1)))).toBe(false);
  });
});

describe('new users', () => {
  it('are never the same twice and always the same size', () => {
    const next = createNewUserSource('00000000');
    const users = Array.from({ length: 1000 }, next);
    expect(new Set(users.map(({ username }) => username)).size).toBe(1000);
    expect(new Set(users.map((user) => JSON.stringify(user).length)).size).toBe(1);
  });
});
