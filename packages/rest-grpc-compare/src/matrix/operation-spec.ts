import { OPERATIONS, type OperationName } from '../operations.js';

/** A call of the users API, and how many users it is about. */
export interface OperationSpec {
  /** As results name it: `getUser`, `listUsers:100`. */
  readonly name: string;
  readonly operation: OperationName;
  readonly size: number;
}

/** What the servers answer with, or take, at most in one call. */
const MOST_USERS_PER_CALL = 1000;

/** Sizes of the operations that have one, where none is given: those of the rest-grpc suite. */
const DEFAULT_SIZES: Readonly<Partial<Record<OperationName, number>>> = {
  listUsers: 20,
  searchUsers: 10,
  bulkCreateUsers: 10,
};

/** Reads `getUser` or, for the calls that have a size, `listUsers:100`; null for anything else. */
export function parseOperationSpec(text: string): OperationSpec | null {
  const [name = '', sizeText, ...more] = text.trim().split(':');
  const operation = OPERATIONS.find((known) => known === name);
  if (operation === undefined || more.length > 0) return null;
  const otherwise = DEFAULT_SIZES[operation];
  if (sizeText === undefined) {
    return { name: otherwise === undefined ? name : `${name}:${otherwise}`, operation, size: otherwise ?? 1 };
  }
  const size = /^\d{1,4}$/.test(sizeText) ? Number(sizeText) : Number.NaN;
  if (otherwise === undefined || !(size >= 1 && size <= MOST_USERS_PER_CALL)) return null;
  return { name: `${name}:${size}`, operation, size };
}

/** For messages: what an operation may be written as. */
export const OPERATION_FORMS = `${OPERATIONS.join(', ')}, with a number of users for listUsers, searchUsers and bulkCreateUsers (listUsers:100; at most ${MOST_USERS_PER_CALL})`;
