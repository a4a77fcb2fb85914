import { status } from '@grpc/grpc-js';
import type {
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
import { bulkProblem, newUserProblem, queryProblem, userIdProblem } from '../data/user-rules.js';
import type { UsersStore } from '../data/users-store.js';

// Failures are plain status objects, not Errors: grpc-js sends both alike and a stack trace would be thrown away.

/** Why a call was not answered. */
export interface Refusal {
  readonly code: status;
  readonly details: string;
}

/** One RPC: the answer, or why there is none. */
export type UserServiceCall<Request, Response> = (request: Request) => Response | Refusal;

/** The RPCs of UserService, whichever framing they come in. */
export interface UserService {
  readonly getUser: UserServiceCall<GetUserRequest, GetUserResponse>;
  readonly listUsers: UserServiceCall<ListUsersRequest, ListUsersResponse>;
  readonly createUser: UserServiceCall<CreateUserRequest, CreateUserResponse>;
  readonly getUserOrders: UserServiceCall<GetUserOrdersRequest, GetUserOrdersResponse>;
  readonly searchUsers: UserServiceCall<SearchUsersRequest, SearchUsersResponse>;
  readonly bulkCreateUsers: UserServiceCall<BulkCreateUsersRequest, BulkCreateUsersResponse>;
}

/** True for what a call returns when it did not answer: no message of this service has a code. */
export function isRefusal(answer: object): answer is Refusal {
  return 'code' in answer;
}

function refusal(details: string): Refusal {
  return { code: status.INVALID_ARGUMENT, details };
}

function userNotFound(id: number): Refusal {
  return { code: status.NOT_FOUND, details: `there is no user ${id}` };
}

/** The RPCs on a store; the store's objects go to the generated code as they are. */
export function createUserService(store: UsersStore): UserService {
  return {
    getUser({ userId }) {
      const problem = userIdProblem(userId);
      if (problem !== undefined) return refusal(problem);
      const user = store.getUser(userId);
      return user === undefined ? userNotFound(userId) : { user };
    },

    getUserOrders({ userId }) {
      const problem = userIdProblem(userId);
      if (problem !== undefined) return refusal(problem);
      const orders = store.getUserOrders(userId);
      return orders === undefined ? userNotFound(userId) : { orders };
    },

    listUsers: ({ page, size }) => store.listUsers(page, size),

    searchUsers({ query, limit }) {
      const problem = queryProblem(query);
      return problem === undefined ? { users: store.searchUsers(query, limit) } : refusal(problem);
    },

    createUser(request) {
      const problem = newUserProblem(request);
      return problem === undefined ? { user: store.createUser(request) } : refusal(problem);
    },

    bulkCreateUsers({ users }) {
      const problem = bulkProblem(users);
      return problem === undefined ? { users: store.bulkCreate(users) } : refusal(problem);
    },
  };
}
