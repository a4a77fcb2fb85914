import type { NewUserFields } from './answers.js';

const PLACE_DIGITS = 4;

/** The number of the first created user: from here on, a billion have the same count of digits. */
export const FIRST_NEW_USER = 100_000_000;
/** The last number with as many digits. */
export const LAST_NEW_USER = 999_999_999;

/** Gives the user to create in request `number`, at one place of several if the request creates several. */
export type NewUserSource = (number: number, place?: number) => NewUserFields;

/**
 * Users for the calls that create. `nonce` tells runs apart, for servers that keep what is created and refuse a name
 * twice; the number tells requests apart, the place the users of one. All have a fixed width, so every request has the
 * same size on every side whatever they are.
 */
export function createNewUserSource(nonce: string): NewUserSource {
  return (number, place) => {
    const behind = place === undefined ? '' : `x${String(place).padStart(PLACE_DIGITS, '0')}`;
    const username = `bench${nonce}${number}${behind}`;
    return { username, email: `${username}@example.com`, firstName: 'Benchwright', lastName: 'Measurement' };
  };
}
