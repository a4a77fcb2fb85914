import { timingSafeEqual } from 'node:crypto';
import { type OutputSlab, privateBytes } from '../bytes/slab.js';
import { ItemEncryptionError } from '../errors.js';
import { hmacInto } from '../keys/sha512/hmac-sha512.js';
import { wipe } from '../keys/wipe.js';
import { signatureLength } from '../signature/der-signature.js';

const tagLength = 48;

/** A tag for each recipient, and the signature if there is one. */
export function writeFooter(
  canonicalHash: Buffer,
  macKeys: readonly Uint8Array[],
  signature: Uint8Array | undefined,
  output: OutputSlab,
): Uint8Array<ArrayBuffer> {
  const footer = output.take(macKeys.length * tagLength + (signature?.length ?? 0));
  macKeys.forEach((key, i) => {
    hmacInto('sha384', key, canonicalHash, footer.subarray(i * tagLength, (i + 1) * tagLength));
  });
  if (signature !== undefined) footer.set(signature, macKeys.length * tagLength);
  return footer;
}

/** A footer in its parts. */
export interface Footer {
  readonly tags: readonly Buffer[];
  readonly signature: Buffer | undefined;
}

/** Takes a footer apart. Throws `ERR_FOOTER_FORMAT` unless it has one tag for each of `keyCount` keys, and a signature if it must. */
export function parseFooter(bytes: Buffer, keyCount: number, isSigned: boolean): Footer {
  const expected = keyCount * tagLength + (isSigned ? signatureLength : 0);
  if (bytes.length !== expected) {
    throw new ItemEncryptionError(
      'ERR_FOOTER_FORMAT',
      `aws_dbe_foot has ${bytes.length} bytes; an item for ${keyCount} ${keyCount === 1 ? 'recipient' : 'recipients'} has ${expected}`,
    );
  }
  const tags = Array.from({ length: keyCount }, (_, i) => bytes.subarray(i * tagLength, (i + 1) * tagLength));
  return { tags, signature: isSigned ? bytes.subarray(keyCount * tagLength) : undefined };
}

/** Throws `ERR_FOOTER_TAG` unless one of the tags is ours. Compares each in constant time, and always all of them. */
export function verifyTag(tags: readonly Buffer[], macKey: Uint8Array, canonicalHash: Buffer): void {
  const expected = privateBytes(tagLength);
  hmacInto('sha384', macKey, canonicalHash, expected);
  let matches = 0;
  for (const tag of tags) matches += timingSafeEqual(expected, tag) ? 1 : 0;
  wipe(expected);
  if (matches === 0) {
    throw new ItemEncryptionError(
      'ERR_FOOTER_TAG',
      'no tag in aws_dbe_foot fits: a signed attribute, the header or the footer was changed after the item was encrypted',
    );
  }
}
