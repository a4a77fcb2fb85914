import { isUint8Array } from 'node:util/types';
import type { AttributeValue } from '../attribute/attribute-value.js';
import { ItemEncryptionError } from '../errors.js';
import { asBuffer } from '../value/text.js';
import { knownTypeIds } from '../value/type-id.js';
import type { DecryptionShape } from './decryption-shape.js';
import { shortestSealed } from './encrypt-field.js';

/**
 * The legend has one letter for each attribute that was signed; the item must have as many that are to be signed. Which of them was
 * added or removed nobody can tell from the count: that the rest is what it was, the footer says.
 */
export function requireSameScope(
  legend: Buffer,
  { fields, unsigned }: DecryptionShape,
  values: readonly AttributeValue[],
): void {
  if (legend.length === fields.length) return;
  const counts = `${legend.length} attributes were signed, ${fields.length} are there to be verified`;
  if (legend.length < fields.length) {
    throw new ItemEncryptionError(
      'ERR_ATTRIBUTE_ADDED',
      `${counts}: an attribute was added, or one that was unsigned is not allowed to be any more`,
    );
  }
  // Diagnosis only: either way the item is refused.
  const outside = unsigned.filter(({ index }) => looksEncrypted(values[index]));
  if (outside.length > 0) {
    const names = outside.map(({ name }) => name).join(', ');
    throw new ItemEncryptionError(
      'ERR_SIGNED_ATTRIBUTE_OUT_OF_SCOPE',
      `${counts}: ${names} looks encrypted, but is configured as allowed to be unsigned`,
    );
  }
  throw new ItemEncryptionError(
    'ERR_SIGNED_ATTRIBUTE_MISSING',
    `${counts}: one was removed, or is now configured as allowed to be unsigned`,
  );
}

function looksEncrypted(value: AttributeValue | undefined): boolean {
  const bytes = value?.B;
  return (
    isUint8Array(bytes) && bytes.length >= shortestSealed && knownTypeIds.has(asBuffer(bytes).readUInt16BE(0))
  );
}
