import { createCipheriv } from 'node:crypto';
import { privateBytes } from '../bytes/slab.js';
import { shortGcm } from './aes256/short-gcm.js';
import { deriveTwo, infoBlock } from './hkdf.js';
import { newKeyPair } from './wipe.js';

/** What is derived from one item's data key and message id. */
export interface ItemKeys {
  /** Keys the commitment in the header. */
  readonly commitKey: Uint8Array;
  /** The key from which every encrypted attribute gets its own. */
  readonly fieldRootKey: Uint8Array;
}

const labels = ['AWS_DBE_COMMIT_KEY', 'AWS_DBE_DERIVE_KEY'] as const;
const messageIdLength = 32;
const [commitInfo, fieldInfo] = labels.map((label) => infoBlock(label, messageIdLength)) as [
  Uint8Array,
  Uint8Array,
];

/** Derives both keys of an item. The caller wipes them. */
export function deriveItemKeys(dataKey: Uint8Array, messageId: Uint8Array): ItemKeys {
  const [commitKey, fieldRootKey] = newKeyPair();
  commitInfo.set(messageId, labels[0].length);
  fieldInfo.set(messageId, labels[1].length);
  deriveTwo(dataKey, [commitInfo, fieldInfo], [commitKey, fieldRootKey]);
  return { commitKey, fieldRootKey };
}

/** 44 bytes are used of every 48: an AES-256 key and a 12-byte IV. */
export const fieldKeyStride = 48;

/** "AwsDbeField" ‖ 0x2C (44, the bytes used) ‖ u32 counter, which starts at 0. */
const firstCounter = Buffer.concat([Buffer.from('AwsDbeField', 'latin1'), Buffer.from([0x2c, 0, 0, 0, 0])]);

/** As many keys as our own AES makes sooner than OpenSSL, which needs 3.5 µs for one and hardly more for a hundred. */
const fewFields = 12;

// Keystream is what encrypting zeros gives.
let zeros = new Uint8Array(32 * fieldKeyStride);

/**
 * The keys and IVs of all encrypted attributes, 48 bytes each. The format derives each from three counter blocks starting at 3·i, and
 * uses 44 of the 48 bytes; so all of them together are one run of AES-256-CTR from counter 0.
 */
export function deriveFieldKeys(fieldRootKey: Uint8Array, fieldCount: number): Uint8Array {
  const length = fieldCount * fieldKeyStride;
  if (fieldCount <= fewFields) {
    const keys = privateBytes(length);
    const gcm = shortGcm();
    gcm.setKey(fieldRootKey, 0, firstCounter, 0);
    gcm.keyStream(keys);
    gcm.wipe();
    return keys;
  }
  if (length > zeros.length) zeros = new Uint8Array(length);
  const keystream = createCipheriv('aes-256-ctr', fieldRootKey, firstCounter).update(
    zeros.subarray(0, length),
  );
  return new Uint8Array(keystream.buffer, keystream.byteOffset, length);
}
