import { createHmac, hash } from 'node:crypto';

const blockLength = 128;
const ipad = 0x36;
const opad = 0x5c;
const longestMessage = 8 * 1024;

// Between calls the blocks hold nothing but padding, so a key shorter than a block needs only its own bytes set.
const inner = Buffer.alloc(blockLength + longestMessage, ipad);
const outer = Buffer.alloc(blockLength + 64, opad);

type Digest = 'sha384' | 'sha512';

/**
 * HMAC with a key of up to one block (128 bytes), as two one-shot hashes (RFC 2104): 2.2 µs where `createHmac` takes 3.1 µs. The first
 * hash passes through a string, which cannot be wiped: it is worth nothing without the key.
 * With a key that is public, such as HKDF's missing salt, use {@link hmacOfSecret}.
 */
export function hmac(digest: Digest, key: Uint8Array, message: Uint8Array): Buffer {
  if (message.length > longestMessage) return createHmac(digest, key).update(message).digest();
  const innerEnd = setBlocks(key, message);
  const innerHash = hash(digest, inner.subarray(0, innerEnd), 'binary');
  const outerEnd = blockLength + outer.write(innerHash, blockLength, 'latin1');
  const mac = hash(digest, outer.subarray(0, outerEnd), 'buffer');
  clearBlocks(key.length, innerEnd, outerEnd);
  return mac;
}

/** The same when `message` is the secret: nothing of it is left behind in a string. */
export function hmacOfSecret(digest: Digest, key: Uint8Array, message: Uint8Array): Buffer {
  const innerEnd = setBlocks(key, message);
  const innerHash = hash(digest, inner.subarray(0, innerEnd), 'buffer');
  outer.set(innerHash, blockLength);
  const outerEnd = blockLength + innerHash.length;
  const mac = hash(digest, outer.subarray(0, outerEnd), 'buffer');
  innerHash.fill(0);
  clearBlocks(key.length, innerEnd, outerEnd);
  return mac;
}

function setBlocks(key: Uint8Array, message: Uint8Array): number {
  for (let i = 0; i < key.length; i++) {
    inner[i] = key[i]! ^ ipad;
    outer[i] = key[i]! ^ opad;
  }
  inner.set(message, blockLength);
  return blockLength + message.length;
}

function clearBlocks(keyLength: number, innerEnd: number, outerEnd: number): void {
  inner.fill(ipad, 0, keyLength);
  outer.fill(opad, 0, keyLength);
  inner.fill(0, blockLength, innerEnd);
  outer.fill(0, blockLength, outerEnd);
}
