import { createCipheriv, createDecipheriv } from 'node:crypto';
import { shortGcm } from './aes256/short-gcm.js';

export const ivLength = 12;
export const tagLength = 16;

export type GcmCipher = 'aes-128-gcm' | 'aes-192-gcm' | 'aes-256-gcm';

/**
 * Up to this many bytes, additional data and text together, AES-256-GCM is done by {@link shortGcm}: from some 600 on OpenSSL, whose instructions
 * are made for it, has made up for what calling it takes (`bench/short-gcm.mjs`).
 */
export const shortUpTo = 512;

const isShort = (cipherName: GcmCipher, aad: Uint8Array, textLength: number): boolean =>
  cipherName === 'aes-256-gcm' && aad.length + textLength <= shortUpTo;

/** Writes ciphertext ‖ tag into `into` at `at`. For short plaintexts: the whole is encrypted at once. */
export function seal(
  cipherName: GcmCipher,
  { key, iv, aad }: { key: Uint8Array; iv: Uint8Array; aad: Uint8Array },
  plaintext: Uint8Array,
  into: Uint8Array,
  at: number,
): void {
  if (isShort(cipherName, aad, plaintext.length)) {
    const gcm = shortGcm();
    gcm.setKey(key, 0, iv, 0);
    gcm.seal(aad, plaintext, into, at);
    gcm.wipe();
    return;
  }
  const cipher = createCipheriv(cipherName, key, iv);
  cipher.setAAD(aad);
  into.set(cipher.update(plaintext), at);
  cipher.final();
  const tag = cipher.getAuthTag();
  for (let i = 0; i < tagLength; i++) into[at + plaintext.length + i] = tag[i]!;
}

/** The plaintext, or undefined if the tag does not fit. Anything but a whole 16-byte tag is refused. */
export function open(
  cipherName: GcmCipher,
  { key, iv, aad }: { key: Uint8Array; iv: Uint8Array; aad: Uint8Array },
  sealed: Uint8Array,
): Buffer | undefined {
  const length = sealed.length - tagLength;
  if (length < 0) return undefined;
  if (isShort(cipherName, aad, length)) {
    const gcm = shortGcm();
    const text = Buffer.allocUnsafeSlow(length);
    gcm.setKey(key, 0, iv, 0);
    const fits = gcm.open(aad, sealed, text);
    gcm.wipe();
    return fits ? text : undefined;
  }
  // Without authTagLength, a tag of 4 bytes would do, and be guessed.
  const decipher = createDecipheriv(cipherName, key, iv, { authTagLength: tagLength });
  decipher.setAAD(aad);
  decipher.setAuthTag(sealed.subarray(length));
  const plaintext = decipher.update(sealed.subarray(0, length));
  try {
    decipher.final();
  } catch {
    plaintext.fill(0);
    return undefined;
  }
  return plaintext;
}
