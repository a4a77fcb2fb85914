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
import type { OperationName } from '../operations.js';
import { areOrdersOf, isUserList, isUserMadeFrom, isUserPage, isUserWithId } from './answers.js';
import type { NewUserSource } from './new-users.js';

/** One REST request, ready to be sent. */
export interface RestRequest {
  readonly method: 'GET' | 'POST';
  /** Below the server's base URL. */
  readonly path: string;
  readonly body?: string;
}

/** One request in each protocol's form, and what a right answer to it is. */
export interface ApiRequest {
  rest(): RestRequest;
  /** The protobuf message. */
  grpc(): Uint8Array;
  /** The variables of the GraphQL operation. */
  variables(): Readonly<Record<string, unknown>>;
  /** Checks an answer that has been decoded: JSON, GraphQL's field, or the message in the same form. */
  accepts(answer: unknown): boolean;
}

/** One call of the users API in every protocol. A request is a number: requests with the same number are the same. */
export interface ApiCall {
  readonly operation: OperationName;
  /** The RPC's full path. */
  readonly rpc: string;
  /** True when each request must have a number of its own, because it creates something. */
  readonly creates: boolean;
  /** True when the number stands in the protobuf message as text, digit by digit. */
  readonly numberIsText: boolean;
  /** The number of the request for a drawn user id. */
  numberOf(userId: number): number;
  requestFor(number: number): ApiRequest;
  /** The part of a decoded protobuf answer that is what JSON answers with. May throw. */
  decode(message: Uint8Array): unknown;
}

type Sizes = Pick<RestGrpcConfig, 'operation' | 'pageSize' | 'searchLimit' | 'bulkSize'>;

/** The call that a config compares. `newUser` serves the calls that create. */
export function apiCallFor(config: Sizes, newUser: NewUserSource): ApiCall {
  switch (config.operation) {
    case 'getUser':
      return getUser;
    case 'listUsers':
      return listUsers(config.pageSize);
    case 'getUserOrders':
      return getUserOrders;
    case 'searchUsers':
      return searchUsers(config.searchLimit);
    case 'createUser':
      return createUser(newUser);
    case 'bulkCreateUsers':
      return bulkCreateUsers(config.bulkSize, newUser);
  }
}

const SERVICE = '/api.performance.UserService';
const itself = (userId: number): number => userId;

const getUser: ApiCall = {
  operation: 'getUser',
  rpc: `${SERVICE}/GetUser`,
  creates: false,
  numberIsText: false,
  numberOf: itself,
  requestFor: (userId) => ({
    rest: () => ({ method: 'GET', path: `/api/users/${userId}` }),
    grpc: () => GetUserRequest.encode({ userId }).finish(),
    variables: () => ({ id: String(userId) }),
    accepts: (user) => isUserWithId(user, userId),
  }),
  decode: (message) => GetUserResponse.decode(message).user,
};

const getUserOrders: ApiCall = {
  operation: 'getUserOrders',
  rpc: `${SERVICE}/GetUserOrders`,
  creates: false,
  numberIsText: false,
  numberOf: itself,
  requestFor: (userId) => ({
    rest: () => ({ method: 'GET', path: `/api/users/${userId}/orders` }),
    grpc: () => GetUserOrdersRequest.encode({ userId }).finish(),
    variables: () => ({ userId: String(userId) }),
    accepts: (orders) => areOrdersOf(orders, userId),
  }),
  decode: (message) => GetUserOrdersResponse.decode(message).orders,
};

/** The number is the page that the user is on. */
function listUsers(size: number): ApiCall {
  return {
    operation: 'listUsers',
    rpc: `${SERVICE}/ListUsers`,
    creates: false,
    numberIsText: false,
    numberOf: (userId) => Math.floor((userId - 1) / size),
    requestFor: (page) => ({
      rest: () => ({ method: 'GET', path: `/api/users?page=${page}&size=${size}` }),
      grpc: () => ListUsersRequest.encode({ page, size }).finish(),
      variables: () => ({ page, size }),
      accepts: (answer) => isUserPage(answer, page, size),
    }),
    decode: (message) => ListUsersResponse.decode(message),
  };
}

/** Usernames end with the id: its digits find that user at least, wherever the range lies. */
function searchUsers(limit: number): ApiCall {
  return {
    operation: 'searchUsers',
    rpc: `${SERVICE}/SearchUsers`,
    creates: false,
    numberIsText: true,
    numberOf: itself,
    requestFor: (userId) => ({
      rest: () => ({ method: 'GET', path: `/api/users/search?query=${userId}&limit=${limit}` }),
      grpc: () => SearchUsersRequest.encode({ query: String(userId), limit }).finish(),
      variables: () => ({ query: String(userId), limit }),
      accepts: (users) => isUserList(users, limit),
    }),
    decode: (message) => SearchUsersResponse.decode(message).users,
  };
}

function createUser(newUser: NewUserSource): ApiCall {
  return {
    operation: 'createUser',
    rpc: `${SERVICE}/CreateUser`,
    creates: true,
    numberIsText: true,
    numberOf: itself,
    requestFor(number) {
      const user = newUser(number);
      return {
        rest: () => ({ method: 'POST', path: '/api/users', body: JSON.stringify(user) }),
        grpc: () => CreateUserRequest.encode(user).finish(),
        variables: () => ({ input: user }),
        accepts: (created) => isUserMadeFrom(created, user),
      };
    },
    decode: (message) => CreateUserResponse.decode(message).user,
  };
}

function bulkCreateUsers(size: number, newUser: NewUserSource): ApiCall {
  return {
    operation: 'bulkCreateUsers',
    rpc: `${SERVICE}/BulkCreateUsers`,
    creates: true,
    numberIsText: true,
    numberOf: itself,
    requestFor(number) {
      const users = Array.from({ length: size }, (_, place) => newUser(number, place));
      return {
        rest: () => ({ method: 'POST', path: '/api/users/bulk', body: JSON.stringify(users) }),
        grpc: () => BulkCreateUsersRequest.encode({ users }).finish(),
        variables: () => ({ inputs: users }),
        accepts: (created) =>
          isUserList(created, size) &&
          (created as unknown[]).length === size &&
          (created as unknown[]).every((user, i) => isUserMadeFrom(user, users[i]!)),
      };
    },
    decode: (message) => BulkCreateUsersResponse.decode(message).users,
  };
}
