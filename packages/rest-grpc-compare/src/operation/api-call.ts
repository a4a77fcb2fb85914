import {
  BulkCreateUsersRequest,
  BulkCreateUsersResponse,
  CreateUserRequest,
  CreateUserResponse,
  GetUserOrdersRequest,
  GetUserOrdersResponse,
  GetUserRequest,
  GetUserResponse,
  ListUsersRequest,
  ListUsersResponse,
  SearchUsersRequest,
  SearchUsersResponse,
} from '../../generated/user_service.js';
import type { RestGrpcConfig } from '../config.js';
import type { NewUserFields } from './answers.js';
import { areOrdersOf, isUserList, isUserMadeFrom, isUserPage, isUserWithId } from './answers.js';

/** One REST request, ready to be sent. */
export interface RestRequest {
  readonly method: 'GET' | 'POST';
  /** Below the server's base URL. */
  readonly path: string;
  readonly body?: string;
}

/** One request in either protocol's form, and what a right answer to it is. */
export interface ApiRequest {
  rest(): RestRequest;
  grpc(): Uint8Array;
  /** Decodes and checks the JSON body. May throw: then the answer is wrong too. */
  acceptsJson(body: string): boolean;
  /** Decodes and checks the protobuf message. May throw. */
  acceptsMessage(message: Uint8Array): boolean;
}

/** One call of the users API in both protocols. */
export interface ApiCall {
  /** The RPC's full path. */
  readonly rpc: string;
  /** The request for a drawn user id. */
  requestFor(userId: number): ApiRequest;
}

/** Gives users that nobody has created before, all of the same size. */
export type NewUserSource = () => NewUserFields;

/** The call that a config compares. `newUser` serves the calls that create. */
export function apiCallFor(
  config: Pick<RestGrpcConfig, 'operation' | 'pageSize' | 'searchLimit' | 'bulkSize'>,
  newUser: NewUserSource,
): ApiCall {
  switch (config.operation) {
    case 'getUser':
      return call('GetUser', getUser);
    case 'listUsers':
      return call('ListUsers', (id) => listUsers(Math.floor((id - 1) / config.pageSize), config.pageSize));
    case 'getUserOrders':
      return call('GetUserOrders', getUserOrders);
    case 'searchUsers':
      // Usernames end with the id: its digits find that user at least, wherever the range lies.
      return call('SearchUsers', (id) => searchUsers(String(id), config.searchLimit));
    case 'createUser':
      return call('CreateUser', () => createUser(newUser()));
    case 'bulkCreateUsers':
      return call('BulkCreateUsers', () => bulkCreateUsers(Array.from({ length: config.bulkSize }, newUser)));
  }
}

function call(method: string, requestFor: (userId: number) => ApiRequest): ApiCall {
  return { rpc: `/api.performance.UserService/${method}`, requestFor };
}

function getUser(userId: number): ApiRequest {
  const accepts = (user: unknown): boolean => isUserWithId(user, userId);
  return {
    rest: () => ({ method: 'GET', path: `/api/users/${userId}` }),
    grpc: () => GetUserRequest.encode({ userId }).finish(),
    acceptsJson: (body) => accepts(JSON.parse(body)),
    acceptsMessage: (message) => accepts(GetUserResponse.decode(message).user),
  };
}

function listUsers(page: number, size: number): ApiRequest {
  const accepts = (answer: unknown): boolean => isUserPage(answer, page, size);
  return {
    rest: () => ({ method: 'GET', path: `/api/users?page=${page}&size=${size}` }),
    grpc: () => ListUsersRequest.encode({ page, size }).finish(),
    acceptsJson: (body) => accepts(JSON.parse(body)),
    acceptsMessage: (message) => accepts(ListUsersResponse.decode(message)),
  };
}

function getUserOrders(userId: number): ApiRequest {
  const accepts = (orders: unknown): boolean => areOrdersOf(orders, userId);
  return {
    rest: () => ({ method: 'GET', path: `/api/users/${userId}/orders` }),
    grpc: () => GetUserOrdersRequest.encode({ userId }).finish(),
    acceptsJson: (body) => accepts(JSON.parse(body)),
    acceptsMessage: (message) => accepts(GetUserOrdersResponse.decode(message).orders),
  };
}

function searchUsers(query: string, limit: number): ApiRequest {
  const accepts = (users: unknown): boolean => isUserList(users, limit);
  return {
    rest: () => ({
      method: 'GET',
      path: `/api/users/search?query=${encodeURIComponent(query)}&limit=${limit}`,
    }),
    grpc: () => SearchUsersRequest.encode({ query, limit }).finish(),
    acceptsJson: (body) => accepts(JSON.parse(body)),
    acceptsMessage: (message) => accepts(SearchUsersResponse.decode(message).users),
  };
}

function createUser(user: NewUserFields): ApiRequest {
  const accepts = (created: unknown): boolean => isUserMadeFrom(created, user);
  return {
    rest: () => ({ method: 'POST', path: '/api/users', body: JSON.stringify(user) }),
    grpc: () => CreateUserRequest.encode(user).finish(),
    acceptsJson: (body) => accepts(JSON.parse(body)),
    acceptsMessage: (message) => accepts(CreateUserResponse.decode(message).user),
  };
}

function bulkCreateUsers(users: NewUserFields[]): ApiRequest {
  const accepts = (created: unknown): boolean =>
    isUserList(created, users.length) &&
    (created as unknown[]).length === users.length &&
    (created as unknown[]).every((user, i) => isUserMadeFrom(user, users[i]!));
  return {
    rest: () => ({ method: 'POST', path: '/api/users/bulk', body: JSON.stringify(users) }),
    grpc: () => BulkCreateUsersRequest.encode({ users }).finish(),
    acceptsJson: (body) => accepts(JSON.parse(body)),
    acceptsMessage: (message) => accepts(BulkCreateUsersResponse.decode(message).users),
  };
}
