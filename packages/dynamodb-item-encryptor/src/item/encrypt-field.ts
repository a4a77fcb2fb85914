import { createCipheriv, createDecipheriv } from 'node:crypto';
import { giveBack } from '../bytes/give-back.js';
import type { OutputSlab } from '../bytes/slab.js';
import { ItemEncryptionError } from '../errors.js';
import type { CanonicalHash } from '../footer/canonical-hash.js';
import { shortUpTo, tagLength } from '../keys/aes-gcm.js';
import { shortGcm } from '../keys/aes256/short-gcm.js';
import { fieldKeyStride } from '../keys/item-keys.js';
import { wipe } from '../keys/wipe.js';
import type { CanonicalWriter, Stretch } from '../value/canonical-writer.js';

// Without it a tag of 4 bytes would do, and be guessed.
const wholeTag = { authTagLength: tagLength };
const typeLength = 2;
const keyLength = 32;
const usedKeyBytes = 44;

/**
 * Long values are encrypted and hashed in blocks of this size: the second pass finds the ciphertext still in the cache, and Node, which
 * cannot encrypt into a given buffer, never allocates the whole ciphertext a second time.
 */
const blockLength = 128 * 1024;

// Key and IV of the attribute at hand, copied here one after the other: a view of each costs twice as much. Off the collected heap, as keys are.
const fieldKey = new Uint8Array(new ArrayBuffer(keyLength));
const fieldIv = new Uint8Array(new ArrayBuffer(usedKeyBytes - keyLength));

function takeKey(fieldKeys: Uint8Array, fieldNumber: number): void {
  const at = fieldNumber * fieldKeyStride;
  for (let i = 0; i < keyLength; i++) fieldKey[i] = fieldKeys[at + i]!;
  for (let i = keyLength; i < usedKeyBytes; i++) fieldIv[i - keyLength] = fieldKeys[at + i]!;
}

/** Overwrites the last attribute's key, and those of all. */
export function wipeFieldKeys(fieldKeys: Uint8Array): void {
  shortGcm().wipe();
  wipe(fieldKey, fieldIv, fieldKeys);
}

/** Encrypts the value of one attribute to type ‖ ciphertext ‖ tag in one of the item's arrays, and hashes that on the way. */
export function encryptField(
  { typeId, stretch, path }: { typeId: number; stretch: Stretch; path: Buffer },
  writer: CanonicalWriter,
  fieldKeys: Uint8Array,
  fieldNumber: number,
  { hash, output }: { hash: CanonicalHash; output: OutputSlab },
): Uint8Array<ArrayBuffer> {
  const length = typeLength + stretch.byteLength + tagLength;
  const sealed = output.take(length);
  sealed[0] = typeId >>> 8;
  sealed[1] = typeId;
  hash.beginEncrypted(path, length);
  if (stretch.byteLength + path.length <= shortUpTo) {
    const keyAt = fieldNumber * fieldKeyStride;
    const gcm = shortGcm();
    gcm.setKey(fieldKeys, keyAt, fieldKeys, keyAt + keyLength);
    gcm.seal(path, writer.short(stretch), sealed, typeLength);
    hash.append(sealed);
    return sealed;
  }
  takeKey(fieldKeys, fieldNumber);
  const cipher = createCipheriv('aes-256-gcm', fieldKey, fieldIv);
  cipher.setAAD(path);
  let at = typeLength;
  if (stretch.firstLong === stretch.endLong) {
    sealed.set(cipher.update(writer.short(stretch)), at);
    at += stretch.byteLength;
  } else {
    hash.append(sealed.subarray(0, typeLength));
    writer.forEach(stretch, (bytes) => {
      for (let from = 0; from < bytes.length; from += blockLength) {
        const block = bytes.length <= blockLength ? bytes : bytes.subarray(from, from + blockLength);
        const end = at + block.length;
        const encrypted = cipher.update(block);
        sealed.set(encrypted, at);
        giveBack(encrypted);
        hash.append(sealed.subarray(at, end));
        at = end;
      }
    });
  }
  cipher.final();
  const tag = cipher.getAuthTag();
  for (let i = 0; i < tagLength; i++) sealed[at + i] = tag[i]!;
  hash.append(stretch.firstLong === stretch.endLong ? sealed : sealed.subarray(at));
  return sealed;
}

/** The shortest that an encrypted attribute can be: type and tag around nothing. */
export const shortestSealed = typeLength + tagLength;

/** Decrypts what {@link encryptField} made; `sealed` must have at least {@link shortestSealed} bytes. */
export function decryptField(
  sealed: Uint8Array,
  { name, path }: { name: string; path: Buffer },
  fieldKeys: Uint8Array,
  fieldNumber: number,
): { typeId: number; plaintext: Buffer } {
  const typeId = (sealed[0]! << 8) | sealed[1]!;
  const length = sealed.length - shortestSealed;
  if (length + path.length <= shortUpTo) {
    const keyAt = fieldNumber * fieldKeyStride;
    const plaintext = Buffer.allocUnsafeSlow(length);
    const gcm = shortGcm();
    gcm.setKey(fieldKeys, keyAt, fieldKeys, keyAt + keyLength);
    if (!gcm.open(path, sealed.subarray(typeLength), plaintext)) throw unreadable(name);
    return { typeId, plaintext };
  }
  takeKey(fieldKeys, fieldNumber);
  const decipher = createDecipheriv('aes-256-gcm', fieldKey, fieldIv, wholeTag);
  const tagAt = sealed.length - tagLength;
  decipher.setAAD(path);
  decipher.setAuthTag(sealed.subarray(tagAt));
  const plaintext = decipher.update(sealed.subarray(typeLength, tagAt));
  try {
    decipher.final();
  } catch (cause) {
    plaintext.fill(0);
    throw unreadable(name, cause);
  }
  return { typeId, plaintext };
}

function unreadable(name: string, cause?: unknown): ItemEncryptionError {
  return new ItemEncryptionError('ERR_ENCRYPTED_ATTRIBUTE', `${name} cannot be decrypted`, {
    attribute: name,
    cause,
  });
}
