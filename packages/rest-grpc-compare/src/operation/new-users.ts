import type { NewUserSource } from './api-call.js';

const NUMBER_DIGITS = 9;

/**
 * Users for the calls that create. `nonce` tells runs apart, for servers that keep what is created and refuse a name
 * twice; the number behind it tells requests apart. Both have a fixed width, so every request has the same size on
 * both sides whatever they are.
 */
export function createNewUserSource(nonce: string): NewUserSource {
  let made = 0;
  return () => {
    const username = `bench${nonce}${String(made++).padStart(NUMBER_DIGITS, '0')}`;
    return { username, email: `${username}@example.com`, firstName: 'Benchwright', lastName: 'Measurement' };
  };
}
