import { hmac, hmacOfSecret } from './hmac.js';

/** No salt means a block of zeros to HMAC, and a missing byte of the key is a zero. */
const noSalt = Buffer.alloc(0);

/** HKDF-Extract with SHA-512 and no salt (RFC 5869, 2.2). The caller wipes the 64 bytes. */
export function extract(inputKey: Uint8Array): Buffer {
  return hmacOfSecret('sha512', noSalt, inputKey);
}

/**
 * HKDF-Expand with SHA-512 to 32 bytes (RFC 5869, 2.3): one block. `infoAndOne` is the info followed by the block's number,
 * 0x01. The caller wipes the key.
 */
export function expand(pseudoRandomKey: Uint8Array, infoAndOne: Uint8Array): Buffer {
  const block = hmac('sha512', pseudoRandomKey, infoAndOne);
  block.fill(0, 32);
  return block.subarray(0, 32);
}

/** An info with the number of its only block behind it. */
export function infoBlock(label: string, suffix?: Uint8Array): Buffer {
  const labelBytes = Buffer.from(label, 'latin1');
  return Buffer.concat([labelBytes, ...(suffix === undefined ? [] : [suffix]), Buffer.from([1])]);
}
