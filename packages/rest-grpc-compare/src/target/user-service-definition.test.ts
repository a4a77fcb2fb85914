import { expect, test } from 'vitest';
import { type User, UserServiceService } from '../../generated/user_service.js';
import { createUsersData } from '../data/users-data.js';
import { userServiceDefinition } from './user-service-definition.js';

const users: User[] = createUsersData().users.slice(0, 50);

test('answers are the bytes that the generated code would have made, one after the other', () => {
  for (const user of users) {
    expect(userServiceDefinition.getUser.responseSerialize({ user })).toEqual(
      UserServiceService.getUser.responseSerialize({ user }),
    );
  }
  const page = { users, totalElements: 10_000, totalPages: 200, currentPage: 0 };
  expect(userServiceDefinition.listUsers.responseSerialize(page)).toEqual(
    UserServiceService.listUsers.responseSerialize(page),
  );
});

test('an answer is not overwritten by the next', () => {
  const [first, second] = users.map((user) => userServiceDefinition.getUser.responseSerialize({ user }));
  expect(first).toEqual(UserServiceService.getUser.responseSerialize({ user: users[0] }));
  expect(second).toEqual(UserServiceService.getUser.responseSerialize({ user: users[1] }));
});

test('an answer that cannot be encoded leaves nothing behind for the next', () => {
  const [user] = users;
  const broken = { users: [users[0], { ...users[1], id: 1.5 }] as User[] };
  expect(() => userServiceDefinition.searchUsers.responseSerialize(broken)).toThrow();
  expect(userServiceDefinition.getUser.responseSerialize({ user })).toEqual(
    UserServiceService.getUser.responseSerialize({ user }),
  );
});
