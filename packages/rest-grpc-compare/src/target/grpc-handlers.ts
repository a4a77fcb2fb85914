import { type sendUnaryData, status } from '@grpc/grpc-js';
import type { UserServiceServer } from '../../generated/user_service.js';
import { bulkProblem, newUserProblem, queryProblem, userIdProblem } from '../data/user-rules.js';
import type { UsersStore } from '../data/users-store.js';

// Failures are plain status objects, not Errors: grpc-js sends both alike and a stack trace would be thrown away.

function refuse<Response>(callback: sendUnaryData<Response>, details: string): void {
  callback({ code: status.INVALID_ARGUMENT, details });
}

function userNotFound<Response>(callback: sendUnaryData<Response>, id: number): void {
  callback({ code: status.NOT_FOUND, details: `there is no user ${id}` });
}

/** The RPCs of UserService on a store; the store's objects go to the generated code as they are. */
export function createUserServiceHandlers(store: UsersStore): UserServiceServer {
  return {
    getUser({ request: { userId } }, callback) {
      const problem = userIdProblem(userId);
      if (problem !== undefined) return refuse(callback, problem);
      const user = store.getUser(userId);
      return user === undefined ? userNotFound(callback, userId) : callback(null, { user });
    },

    getUserOrders({ request: { userId } }, callback) {
      const problem = userIdProblem(userId);
      if (problem !== undefined) return refuse(callback, problem);
      const orders = store.getUserOrders(userId);
      return orders === undefined ? userNotFound(callback, userId) : callback(null, { orders });
    },

    listUsers({ request: { page, size } }, callback) {
      callback(null, store.listUsers(page, size));
    },

    searchUsers({ request: { query, limit } }, callback) {
      const problem = queryProblem(query);
      if (problem !== undefined) return refuse(callback, problem);
      return callback(null, { users: store.searchUsers(query, limit) });
    },

    createUser({ request }, callback) {
      const problem = newUserProblem(request);
      if (problem !== undefined) return refuse(callback, problem);
      return callback(null, { user: store.createUser(request) });
    },

    bulkCreateUsers({ request: { users } }, callback) {
      const problem = bulkProblem(users);
      if (problem !== undefined) return refuse(callback, problem);
      return callback(null, { users: store.bulkCreate(users) });
    },
  };
}
