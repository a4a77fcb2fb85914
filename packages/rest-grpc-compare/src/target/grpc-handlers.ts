import type { handleUnaryCall } from '@grpc/grpc-js';
import type { UserServiceServer } from '../../generated/user_service.js';
import type { UsersStore } from '../data/users-store.js';
import { createUserService, isRefusal, type UserServiceCall } from './user-service.js';

function unary<Request, Response extends object>(
  call: UserServiceCall<Request, Response>,
): handleUnaryCall<Request, Response> {
  return ({ request }, callback) => {
    const answer = call(request);
    if (isRefusal(answer)) callback(answer);
    else callback(null, answer);
  };
}

/** The RPCs of UserService on a store, as grpc-js wants them. */
export function createUserServiceHandlers(store: UsersStore): UserServiceServer {
  const service = createUserService(store);
  return {
    getUser: unary(service.getUser),
    listUsers: unary(service.listUsers),
    createUser: unary(service.createUser),
    getUserOrders: unary(service.getUserOrders),
    searchUsers: unary(service.searchUsers),
    bulkCreateUsers: unary(service.bulkCreateUsers),
  };
}
