import { randomFillSync } from 'node:crypto';
import { privateBytes } from '../bytes/slab.js';

// One call of the generator costs 1.7 µs whatever it fills; an item draws five times.
const pool = new Uint8Array(new ArrayBuffer(4096));
let used = pool.length;

/** Fills `target` from the system's generator, drawn in blocks. Bytes handed out are wiped from the block. */
export function fillRandom(target: Uint8Array): void {
  const { length } = target;
  if (length > pool.length) {
    randomFillSync(target);
    return;
  }
  if (used + length > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  // A loop: a view and two calls cost more than 12 to 32 bytes do.
  for (let i = 0; i < length; i++) {
    target[i] = pool[used + i]!;
    pool[used + i] = 0;
  }
  used += length;
}

/** So many random bytes in a buffer of their own, which the caller can wipe. */
export function randomBytes(length: number): Uint8Array {
  const bytes = privateBytes(length);
  fillRandom(bytes);
  return bytes;
}
