import { privateBytes } from '../bytes/slab.js';

const keyLength = 32;

/** Places for two keys of 32 bytes. */
export function newKeyPair(): [Uint8Array, Uint8Array] {
  return [privateBytes(keyLength), privateBytes(keyLength)];
}

/** Overwrites keys that are not needed any more, so that they do not wait in memory for the collector. */
export function wipe(...secrets: readonly (Uint8Array | undefined)[]): void {
  for (const secret of secrets) secret?.fill(0);
}
