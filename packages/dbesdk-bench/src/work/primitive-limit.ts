import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import type { Clock } from '@benchwright/load-driver';

/** What the cryptography alone costs for the payload of one item, on one thread. */
export interface PrimitiveLimit {
  readonly encryptNs: number;
  readonly decryptNs: number;
}

const LEAST_ROUNDS = 3;

/**
 * AES-256-GCM over the payload in one piece and SHA-384 over what comes out, as Node's crypto does them, repeated for about
 * `durationNs`: no implementation of the format on this runtime can be faster, for each has these to do. The mean of all
 * rounds, as the operations beside it are told by theirs.
 */
export function measurePrimitiveLimit(
  bytes: number,
  durationNs: number,
  clock: Pick<Clock, 'nowNs'>,
): PrimitiveLimit {
  const key = randomBytes(32);
  const iv = randomBytes(12);
  const plain = randomBytes(bytes);
  const startNs = clock.nowNs();
  let rounds = 0;
  let encryptNs = 0;
  let decryptNs = 0;
  while (rounds < LEAST_ROUNDS || clock.nowNs() - startNs < durationNs) {
    const beginNs = clock.nowNs();
    const cipher = createCipheriv('aes-256-gcm', key, iv);
    const sealed = cipher.update(plain);
    cipher.final();
    const tag = cipher.getAuthTag();
    createHash('sha384').update(sealed).digest();
    const betweenNs = clock.nowNs();
    createHash('sha384').update(sealed).digest();
    const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: 16 });
    decipher.setAuthTag(tag);
    decipher.update(sealed);
    decipher.final();
    decryptNs += clock.nowNs() - betweenNs;
    encryptNs += betweenNs - beginNs;
    rounds++;
  }
  return { encryptNs: encryptNs / rounds, decryptNs: decryptNs / rounds };
}
