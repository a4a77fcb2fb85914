import { createCipheriv } from 'node:crypto';
import { expand, extract, infoBlock } from './hkdf.js';
import { wipe } from './wipe.js';

/** What is derived from one item's data key and message id. */
export interface ItemKeys {
  /** Keys the commitment in the header. */
  readonly commitKey: Buffer;
  /** The key from which every encrypted attribute gets its own. */
  readonly fieldRootKey: Buffer;
}

const commitLabel = 'AWS_DBE_COMMIT_KEY';
const deriveLabel = 'AWS_DBE_DERIVE_KEY';

/** Derives both keys of an item: one extraction, two expansions. The caller wipes them. */
export function deriveItemKeys(dataKey: Uint8Array, messageId: Uint8Array): ItemKeys {
  const pseudoRandomKey = extract(dataKey);
  const commitKey = expand(pseudoRandomKey, infoBlock(commitLabel, messageId));
  const fieldRootKey = expand(pseudoRandomKey, infoBlock(deriveLabel, messageId));
  wipe(pseudoRandomKey);
  return { commitKey, fieldRootKey };
}

/** 44 bytes are used of every 48: an AES-256 key and a 12-byte IV. */
export const fieldKeyStride = 48;

/** "AwsDbeField" ‖ 0x2C (44, the bytes used) ‖ u32 counter, which starts at 0. */
const firstCounter = Buffer.concat([Buffer.from('AwsDbeField', 'latin1'), Buffer.from([0x2c, 0, 0, 0, 0])]);

// Keystream is what encrypting zeros gives.
let zeros = Buffer.alloc(32 * fieldKeyStride);

/**
 * The keys and IVs of all encrypted attributes, 48 bytes each. The format derives each from three counter blocks starting at 3·i, and
 * uses 44 of the 48 bytes; so all of them together are one run of AES-256-CTR from counter 0.
 */
export function deriveFieldKeys(fieldRootKey: Uint8Array, fieldCount: number): Buffer {
  const length = fieldCount * fieldKeyStride;
  if (length > zeros.length) zeros = Buffer.alloc(length);
  return createCipheriv('aes-256-ctr', fieldRootKey, firstCounter).update(zeros.subarray(0, length));
}
