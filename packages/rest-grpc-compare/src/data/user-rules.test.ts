import { expect, test } from 'vitest';
import { bulkProblem, clampCount, newUserProblem, queryProblem, userIdProblem } from './user-rules.js';

const valid = { username: 'u', email: 'u@example.com', firstName: 'U', lastName: 'V' };

test.each([
  [0, 20],
  [-5, 20],
  [1, 1],
  [1000, 1000],
  [1001, 1000],
])('a count of %i becomes %i', (wanted, clamped) => {
  expect(clampCount(wanted, 20)).toBe(clamped);
});

test.each([0, -1, 1.5, Number.NaN, 2 ** 53])('%d is no user id', (id) => {
  expect(userIdProblem(id)).toBe('user id must be a positive integer');
});

test('positive integers are user ids', () => {
  expect(userIdProblem(1)).toBeUndefined();
  expect(userIdProblem(Number.MAX_SAFE_INTEGER)).toBeUndefined();
});

test.each([
  ['', 'query must not be empty'],
  ['x'.repeat(256), 'query must have at most 255 characters'],
  ['a\u0000b', 'query must not contain a NUL character'],
  ['x'.repeat(255), undefined],
])('query %j: %s', (query, problem) => {
  expect(queryProblem(query)).toBe(problem);
});

test.each([
  [{}, undefined],
  [{ username: '' }, 'username must not be empty'],
  [{ email: '  ' }, 'email must not be empty'],
  [{ firstName: 'x'.repeat(256) }, 'firstName must have at most 255 characters'],
  [{ lastName: 'a\u0000' }, 'lastName must not contain a NUL character'],
])('a new user with %j: %s', (change, problem) => {
  expect(newUserProblem({ ...valid, ...change })).toBe(problem);
});

test('a bulk names the first user that is wrong', () => {
  expect(bulkProblem([valid, { ...valid, email: '' }, { ...valid, username: '' }])).toBe(
    'users[1]: email must not be empty',
  );
});

test('a bulk has between 1 and 1000 users', () => {
  expect(bulkProblem([])).toBe('the list of users must not be empty');
  expect(bulkProblem(Array(1000).fill(valid))).toBeUndefined();
  expect(bulkProblem(Array(1001).fill(valid))).toBe('the list must have at most 1000 users');
});
