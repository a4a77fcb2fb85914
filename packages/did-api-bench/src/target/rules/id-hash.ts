import { blake2b } from '@noble/hashes/blake2.js';
import type { HelperMap } from './model.js';

const DIGEST_BYTES = 32;
const encoder = new TextEncoder();

/** Orders by code point, as Python sorts strings; JavaScript's own order is by UTF-16 unit. */
function byCodePoint(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/**
 * What ties an identity to its helpers: base64url, without padding, of BLAKE2b-256 over finger id, salt and tag of each helper,
 * in the order of the finger ids.
 */
export function idHashOf(helpers: HelperMap): string {
  const hash = blake2b.create({ dkLen: DIGEST_BYTES });
  for (const fingerId of Object.keys(helpers).sort(byCodePoint)) {
    const helper = helpers[fingerId];
    if (helper === undefined) continue;
    hash.update(encoder.encode(fingerId + helper.salt_b64 + helper.auth_b64));
  }
  return Buffer.from(hash.digest()).toString('base64url');
}
