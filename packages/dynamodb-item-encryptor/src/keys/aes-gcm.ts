import { createCipheriv, createDecipheriv } from 'node:crypto';

export const ivLength = 12;
export const tagLength = 16;

export type GcmCipher = 'aes-128-gcm' | 'aes-192-gcm' | 'aes-256-gcm';

/** Writes ciphertext ‖ tag into `into` at `at`. For short plaintexts: the whole is encrypted at once. */
export function seal(
  cipherName: GcmCipher,
  { key, iv, aad }: { key: Uint8Array; iv: Uint8Array; aad: Uint8Array },
  plaintext: Uint8Array,
  into: Uint8Array,
  at: number,
): void {
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
