import { describe, expect, it } from 'vitest';
import { GetUserResponse, ListUsersResponse } from '../../generated/user_service.js';
import { restGrpcConfigSchema } from '../config.js';
import { frameAnswer, trailersOf } from '../grpc-web/frames.js';
import { OPERATIONS, type OperationName } from '../operations.js';
import { PROTOCOLS, type ProtocolId } from '../protocols.js';
import { type ApiCall, apiCallFor } from './api-call.js';
import { type Dialect, dialectOf } from './dialect.js';
import { createNewUserSource, FIRST_NEW_USER } from './new-users.js';

function apiCall(operation: OperationName): ApiCall {
  return apiCallFor(restGrpcConfigSchema.parse({ operation, bulkSize: 3 }), createNewUserSource('cafe0123'));
}

function dialect(protocol: ProtocolId, operation: OperationName): Dialect {
  return dialectOf(protocol, apiCall(operation), '');
}

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const user = {
  username: 'u',
  email: 'e',
  firstName: 'f',
  lastName: 'l',
  createdAt: undefined,
  isActive: true,
};

describe('a user with another id is a wrong answer', () => {
  const message = (id: number): Uint8Array => GetUserResponse.encode({ user: { id, ...user } }).finish();
  const answers: Readonly<Record<ProtocolId, (id: number | string) => Buffer>> = {
    rest: (id) => json({ id, ...user }),
    'rest-h2': (id) => json({ id, ...user }),
    graphql: (id) => json({ data: { user: { id, ...user } } }),
    grpc: (id) => Buffer.from(message(Number(id))),
    'grpc-web': (id) => frameAnswer(message(Number(id))),
  };

  it.each(PROTOCOLS)('over %s', (protocol) => {
    const { judge } = dialect(protocol, 'getUser');
    const answer = answers[protocol];
    expect(judge(answer(5), 5)).toBeUndefined();
    expect(judge(answer('5'), 5)).toBeUndefined();
    expect(judge(answer(6), 5)).toBe('WRONG_ANSWER');
  });

  it.each(PROTOCOLS)('and so is what is no answer at all, over %s', (protocol) => {
    const { judge } = dialect(protocol, 'getUser');
    for (const body of [Buffer.alloc(0), Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff]), Buffer.from('null')]) {
      expect(judge(body, 5)).toMatch(/^(WRONG_ANSWER|PROTOCOL|GRPC_UNKNOWN)$/);
    }
  });
});

describe('what a protocol has of its own', () => {
  it('GraphQL: errors by their code, and null where something was asked for', () => {
    const { judge } = dialect('graphql', 'getUser');
    const failed = (code: unknown) => json({ data: { user: null }, errors: [{ extensions: { code } }] });
    expect(judge(failed('FORBIDDEN'), 5)).toBe('GRAPHQL_FORBIDDEN');
    expect(judge(failed('a code that is\nno code'), 5)).toBe('GRAPHQL_ERROR');
    expect(judge(failed(undefined), 5)).toBe('GRAPHQL_ERROR');
    expect(judge(json({ data: { user: null } }), 5)).toBe('GRAPHQL_NOT_FOUND');
  });

  it('gRPC-Web: the status of the trailers, and payload without framing', () => {
    const { judge, payloadBytes } = dialect('grpc-web', 'getUser');
    expect(judge(trailersOf({ code: 5, details: 'nobody' }), 5)).toBe('GRPC_NOT_FOUND');
    expect(judge(trailersOf({ code: 99, details: '' }), 5)).toBe('GRPC_UNKNOWN');
    expect(judge(trailersOf({ code: 0, details: '' }), 5)).toBe('PROTOCOL');
    expect(payloadBytes(frameAnswer(new Uint8Array(7)))).toBe(7);
  });
});

describe('wrong lists', () => {
  it('a page that is another, or holds fewer users than its totals promise', () => {
    const { judge } = dialect('grpc', 'listUsers');
    const page = (users: number, currentPage: number, totalElements: number): Buffer =>
      Buffer.from(
        ListUsersResponse.encode({
          users: Array.from({ length: users }, () => ({ id: 41, ...user })),
          totalElements,
          totalPages: 5,
          currentPage,
        }).finish(),
      );
    const number = apiCall('listUsers').numberOf(45);
    expect(number).toBe(2);
    expect(judge(page(20, 2, 100), number)).toBeUndefined();
    expect(judge(page(5, 2, 45), number)).toBeUndefined();
    expect(judge(page(19, 2, 100), number)).toBe('WRONG_ANSWER');
    expect(judge(page(20, 3, 100), number)).toBe('WRONG_ANSWER');
  });

  it('orders of somebody else, created users in another order or number', () => {
    const orders = dialect('rest', 'getUserOrders');
    const order = (userId: number) => [
      { id: 1, userId, status: 'PENDING', items: [{ id: 1, productName: 'lamp' }] },
    ];
    expect(orders.judge(json(order(7)), 7)).toBeUndefined();
    expect(orders.judge(json(order(8)), 7)).toBe('WRONG_ANSWER');
    expect(orders.judge(json({}), 7)).toBe('WRONG_ANSWER');

    const bulk = dialect('rest', 'bulkCreateUsers');
    const sent: object[] = JSON.parse(String(bulk.exchangeFor(FIRST_NEW_USER).body));
    const created = sent.map((one, i) => ({ id: i + 1, isActive: true, ...one }));
    expect(created).toHaveLength(3);
    expect(bulk.judge(json(created), FIRST_NEW_USER)).toBeUndefined();
    expect(bulk.judge(json(created), FIRST_NEW_USER + 1)).toBe('WRONG_ANSWER');
    expect(bulk.judge(json([...created].reverse()), FIRST_NEW_USER)).toBe('WRONG_ANSWER');
    expect(bulk.judge(json(created.slice(1)), FIRST_NEW_USER)).toBe('WRONG_ANSWER');
  });
});

describe('new users', () => {
  it('are never the same twice and always the same size', () => {
    const newUser = createNewUserSource('00000000');
    const users = Array.from({ length: 1000 }, (_, i) => newUser(FIRST_NEW_USER + i * 899_999, i % 7));
    expect(new Set(users.map(({ username }) => username)).size).toBe(1000);
    expect(new Set(users.map((one) => JSON.stringify(one).length)).size).toBe(1);
  });

  it('differ between the places of one request', () => {
    const newUser = createNewUserSource('00000000');
    expect(newUser(FIRST_NEW_USER, 1)).not.toEqual(newUser(FIRST_NEW_USER, 2));
  });
});

it('every operation asks every protocol for a GraphQL document, a path and a message of its own', () => {
  for (const protocol of PROTOCOLS) {
    const asked = OPERATIONS.map((operation) => {
      const { path, body } = dialect(protocol, operation).exchangeFor(FIRST_NEW_USER);
      return `${path} ${Buffer.from(body ?? '').toString('latin1')}`;
    });
    expect(new Set(asked).size).toBe(OPERATIONS.length);
  }
});
