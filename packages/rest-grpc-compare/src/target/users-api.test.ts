import { credentials, type ServiceError, status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  GetUserOrdersResponse,
  GetUserResponse,
  ListUsersResponse,
  UserServiceClient,
} from '../../generated/user_service.js';
import { startUsersServers, type UsersServers } from './users-target.js';

// What both servers must have in common: for every operation the same data, and the same refusals.

type Answer<Response> = (error: ServiceError | null, response: Response) => void;

let servers: UsersServers;
let client: UserServiceClient;

beforeAll(async () => {
  servers = await startUsersServers({ restPort: 0, grpcPort: 0 });
  client = new UserServiceClient(servers.endpoints.grpc, credentials.createInsecure());
});

afterAll(async () => {
  client.close();
  await servers.close();
});

function rpc<Response>(call: (answer: Answer<Response>) => unknown): Promise<Response> {
  return new Promise((resolve, reject) => {
    call((error, response) => (error === null ? resolve(response) : reject(error)));
  });
}

/** The code and text that a call is refused with. */
async function refusal(
  call: (answer: Answer<unknown>) => unknown,
): Promise<Pick<ServiceError, 'code' | 'details'>> {
  return rpc(call).then(
    (response) => {
      throw new Error(`answered with ${JSON.stringify(response)}`);
    },
    ({ code, details }: ServiceError) => ({ code, details }),
  );
}

async function rest(path: string, body?: unknown): Promise<{ status: number; text: string; json: unknown }> {
  const post = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
  const response = await fetch(`${servers.endpoints.rest}${path}`, body === undefined ? {} : post);
  const text = await response.text();
  expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(response.headers.get('content-length')).toBe(String(Buffer.byteLength(text)));
  return { status: response.status, text, json: JSON.parse(text) };
}

/** A message as its JSON form has it: Dates as ISO-8601 text. */
function asJson(message: unknown): unknown {
  return JSON.parse(JSON.stringify(message));
}

const grace = { username: 'grace', email: 'grace@hopper.example', firstName: 'Grace', lastName: 'Hopper' };
const seededIds = [1, 2, 4_711, 9_999, 10_000];

describe('the same data', () => {
  test.each(seededIds)('user %i', async (userId) => {
    const { user } = await rpc<GetUserResponse>((answer) => client.getUser({ userId }, answer));
    const { status: code, json } = await rest(`/api/users/${userId}`);
    expect(code).toBe(200);
    expect(json).toEqual(asJson(user));
  });

  test.each(seededIds)('orders of user %i', async (userId) => {
    const { orders } = await rpc<GetUserOrdersResponse>((answer) => client.getUserOrders({ userId }, answer));
    const { status: code, json } = await rest(`/api/users/${userId}/orders`);
    expect(code).toBe(200);
    expect(orders).toHaveLength(5);
    expect(json).toEqual(asJson(orders));
  });

  test.each([
    ['', { page: 0, size: 0 }, 20],
    ['?page=3&size=100', { page: 3, size: 100 }, 100],
    ['?page=-1&size=-1', { page: -1, size: -1 }, 20],
    ['?page=1&size=99999', { page: 1, size: 99_999 }, 1000],
    ['?page=500', { page: 500, size: 20 }, 0],
  ])('page %j', async (query, request, users) => {
    const page = await rpc<ListUsersResponse>((answer) => client.listUsers(request, answer));
    const { status: code, json } = await rest(`/api/users${query}`);
    expect(code).toBe(200);
    expect(page.users).toHaveLength(users);
    expect(json).toEqual(asJson(page));
  });

  test.each([
    ['query=FEATHER', { query: 'FEATHER', limit: 0 }, 10],
    ['query=genevieve&limit=3', { query: 'genevieve', limit: 3 }, 3],
    ['query=e&limit=100000', { query: 'e', limit: 100_000 }, 1000],
    ['query=1%40example&limit=2', { query: '1@example', limit: 2 }, 2],
    ['query=nobody+at+all', { query: 'nobody at all', limit: 10 }, 0],
  ])('search %j', async (query, request, found) => {
    const { users } = await rpc<{ users: unknown[] }>((answer) => client.searchUsers(request, answer));
    const { status: code, json } = await rest(`/api/users/search?${query}`);
    expect(code).toBe(200);
    expect(users).toHaveLength(found);
    expect(json).toEqual(asJson(users));
  });
});

describe('creating', () => {
  test('through REST is seen through gRPC', async () => {
    const { status: code, json } = await rest('/api/users', grace);
    expect(code).toBe(201);
    expect(json).toMatchObject({ ...grace, isActive: true });
    const { id: userId } = json as { id: number };
    expect(userId).toBeGreaterThan(10_000);
    const { user } = await rpc<GetUserResponse>((answer) => client.getUser({ userId }, answer));
    expect(asJson(user)).toEqual(json);
    expect(await rpc((answer) => client.getUserOrders({ userId }, answer))).toEqual({ orders: [] });
  });

  test('through gRPC is seen through REST', async () => {
    const { user } = await rpc<GetUserResponse>((answer) => client.createUser(grace, answer));
    expect(user).toMatchObject({ ...grace, isActive: true });
    expect((await rest(`/api/users/${user?.id}`)).json).toEqual(asJson(user));
    expect((await rest(`/api/users/${user?.id}/orders`)).json).toEqual([]);
  });

  test('in bulk gives consecutive ids on both', async () => {
    const bulk = [grace, { ...grace, username: 'Ünï¢ødé 中文 "quoted"' }, grace];
    const { status: code, json } = await rest('/api/users/bulk', bulk);
    expect(code).toBe(201);
    const first = (json as { id: number }[])[0]?.id ?? 0;
    expect(json).toMatchObject(bulk.map((user, index) => ({ ...user, id: first + index })));
    const { users } = await rpc<{ users: unknown[] }>((answer) =>
      client.bulkCreateUsers({ users: bulk }, answer),
    );
    expect(users).toMatchObject(bulk.map((user, index) => ({ ...user, id: first + 3 + index })));
  });

  test('a bulk with one wrong user creates none', async () => {
    const before = (await rest('/api/users')).json as { totalElements: number };
    const bulk = [grace, { ...grace, email: '' }];
    expect((await rest('/api/users/bulk', bulk)).status).toBe(400);
    await refusal((answer) => client.bulkCreateUsers({ users: bulk }, answer));
    expect((await rest('/api/users')).json).toMatchObject({ totalElements: before.totalElements });
  });
});

describe('the same refusals', () => {
  interface Refused {
    readonly call: (answer: Answer<unknown>) => unknown;
    readonly path: string;
    readonly body?: unknown;
    readonly name: 'NOT_FOUND' | 'INVALID_ARGUMENT';
    readonly message: string;
  }

  async function expectBoth({ call, path, body, name, message }: Refused): Promise<void> {
    expect(await refusal(call)).toEqual({ code: status[name], details: message });
    const answer = await rest(path, body);
    expect(answer.json).toEqual({ error: name, message });
    expect(answer.status).toBe(name === 'NOT_FOUND' ? 404 : 400);
  }

  test.each([
    [999_999, 'NOT_FOUND', 'there is no user 999999'],
    [Number.MAX_SAFE_INTEGER, 'NOT_FOUND', `there is no user ${Number.MAX_SAFE_INTEGER}`],
    [0, 'INVALID_ARGUMENT', 'user id must be a positive integer'],
    [-1, 'INVALID_ARGUMENT', 'user id must be a positive integer'],
  ] as const)('of user id %i', async (userId, name, message) => {
    const path = `/api/users/${userId}`;
    await expectBoth({ call: (answer) => client.getUser({ userId }, answer), path, name, message });
    const call = (answer: Answer<unknown>) => client.getUserOrders({ userId }, answer);
    await expectBoth({ call, path: `${path}/orders`, name, message });
  });

  test('of an empty query', () =>
    expectBoth({
      call: (answer) => client.searchUsers({ query: '', limit: 5 }, answer),
      path: '/api/users/search?limit=5',
      name: 'INVALID_ARGUMENT',
      message: 'query must not be empty',
    }));

  test('of an empty field', () =>
    expectBoth({
      call: (answer) => client.createUser({ ...grace, lastName: '' }, answer),
      path: '/api/users',
      body: { ...grace, lastName: '' },
      name: 'INVALID_ARGUMENT',
      message: 'lastName must not be empty',
    }));

  test('of an empty bulk', () =>
    expectBoth({
      call: (answer) => client.bulkCreateUsers({ users: [] }, answer),
      path: '/api/users/bulk',
      body: [],
      name: 'INVALID_ARGUMENT',
      message: 'the list of users must not be empty',
    }));
});

describe('sizes that the comparison is known by', () => {
  test('a user is 160–250 bytes of JSON and 60–150 bytes of protobuf', async () => {
    for (const userId of seededIds) {
      const bytes = (await rest(`/api/users/${userId}`)).text.length;
      const message = await rpc<GetUserResponse>((answer) => client.getUser({ userId }, answer));
      const encoded = GetUserResponse.encode(message).finish().length;
      expect(bytes).toSatisfy((size: number) => size >= 160 && size <= 250);
      expect(encoded).toSatisfy((size: number) => size >= 60 && size <= 150);
    }
  });

  test("a user's orders are about 5 KB of JSON and less of protobuf, on average", async () => {
    let jsonBytes = 0;
    let protobufBytes = 0;
    const count = 60;
    for (let userId = 1; userId <= count; userId++) {
      jsonBytes += (await rest(`/api/users/${userId}/orders`)).text.length;
      const message = await rpc<GetUserOrdersResponse>((answer) => client.getUserOrders({ userId }, answer));
      protobufBytes += GetUserOrdersResponse.encode(message).finish().length;
    }
    expect(jsonBytes / count).toSatisfy((size: number) => size > 4_500 && size < 5_500);
    expect(protobufBytes).toBeLessThan(jsonBytes * 0.9);
  });

  test('a page of 100 users is about 20 KB of JSON and half of that in protobuf', async () => {
    const bytes = (await rest('/api/users?page=7&size=100')).text.length;
    const message = await rpc<ListUsersResponse>((answer) =>
      client.listUsers({ page: 7, size: 100 }, answer),
    );
    expect(bytes).toSatisfy((size: number) => size > 18_000 && size < 22_000);
    expect(ListUsersResponse.encode(message).finish().length).toBeLessThan(bytes * 0.6);
  });
});
