import { randomFillSync } from 'node:crypto';

// One call of the generator costs 1.7 µs whatever it fills; an item draws five times.
const pool = Buffer.allocUnsafeSlow(4096);
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
  target.set(pool.subarray(used, used + length));
  pool.fill(0, used, used + length);
  used += length;
}

/** So many random bytes in a buffer of their own, which the caller can wipe. */
export function randomBytes(length: number): Buffer {
  const bytes = Buffer.allocUnsafeSlow(length);
  fillRandom(bytes);
  return bytes;
}
