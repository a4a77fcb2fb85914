import { pbkdf2, pbkdf2Sync } from 'node:crypto';
import { promisify } from 'node:util';

/** Where the expensive part of hashing runs: on the event loop, or on Node's pool of worker threads. */
export type Hashing = 'blocking' | 'pool';

/** Makes a key out of a secret with few possibilities, slowly. */
export type StretchKey = (secret: Uint8Array, salt: Uint8Array) => Uint8Array | Promise<Uint8Array>;

const KEY_BYTES = 32;
const pbkdf2OnPool = promisify(pbkdf2);

/**
 * PBKDF2-HMAC-SHA256 to 32 bytes. `blocking` computes on the event loop, where nothing else happens meanwhile; `pool` hands the work to
 * libuv's threads (UV_THREADPOOL_SIZE, 4 unless set) and goes on with other requests, at some microseconds for the way there and back.
 */
export function createStretch(hashing: Hashing, iterations: number): StretchKey {
  if (hashing === 'pool')
    return (secret, salt) => pbkdf2OnPool(secret, salt, iterations, KEY_BYTES, 'sha256');
  return (secret, salt) => pbkdf2Sync(secret, salt, iterations, KEY_BYTES, 'sha256');
}
