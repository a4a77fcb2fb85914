import type { NewUser } from './model.js';
import { FIELD_SEPARATOR } from './search-index.js';

// What both servers accept and what they make of a missing or excessive number. Kept in one place, so that REST and
// gRPC cannot come to differ in the work that the same request asks for.

export const DEFAULT_PAGE_SIZE = 20;
export const DEFAULT_SEARCH_LIMIT = 10;
/** Neither a page nor a search answers with more users than this. */
const MAX_USERS_PER_ANSWER = 1000;
/** One bulk request creates at most this many users. */
const MAX_USERS_PER_BULK = 1000;
/** A field of a new user has at most this many characters. */
const MAX_FIELD_LENGTH = 255;
/** Neither server reads a longer request; a bulk request of 1000 users of usual size is some 150 KB. */
export const MAX_REQUEST_BYTES = 4 * 1024 * 1024;

const NEW_USER_FIELDS = ['username', 'email', 'firstName', 'lastName'] as const;

/** The number of users to answer with: `fallback` if not positive (a number not set is 0 in protobuf), else capped. */
export function clampCount(wanted: number, fallback: number): number {
  return wanted < 1 ? fallback : Math.min(wanted, MAX_USERS_PER_ANSWER);
}

/** Why this cannot be the id of a user, or undefined if it can. */
export function userIdProblem(id: number): string | undefined {
  return Number.isSafeInteger(id) && id > 0 ? undefined : 'user id must be a positive integer';
}

function textProblem(name: string, text: string): string | undefined {
  if (text.length > MAX_FIELD_LENGTH) return `${name} must have at most ${MAX_FIELD_LENGTH} characters`;
  return text.includes(FIELD_SEPARATOR) ? `${name} must not contain a NUL character` : undefined;
}

/** Why this cannot be searched for, or undefined if it can. */
export function queryProblem(query: string): string | undefined {
  if (query === '') return 'query must not be empty';
  return textProblem('query', query);
}

/** Why this user cannot be created, or undefined if it can. Two users may share a name: nothing asks for unique ones. */
export function newUserProblem(user: NewUser): string | undefined {
  for (const field of NEW_USER_FIELDS) {
    const value = user[field];
    if (value.trim() === '') return `${field} must not be empty`;
    const problem = textProblem(field, value);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** Why these users cannot be created together, or undefined if they can; names the first that is wrong. */
export function bulkProblem(users: readonly NewUser[]): string | undefined {
  if (users.length === 0) return 'the list of users must not be empty';
  if (users.length > MAX_USERS_PER_BULK) return `the list must have at most ${MAX_USERS_PER_BULK} users`;
  for (const [index, user] of users.entries()) {
    const problem = newUserProblem(user);
    if (problem !== undefined) return `users[${index}]: ${problem}`;
  }
  return undefined;
}
