import { isUint8Array } from 'node:util/types';
import type { AttributeValue } from '../attribute/attribute-value.js';
import type { EncryptionContext } from '../context/encryption-context.js';
import { ItemEncryptionError } from '../errors.js';
import { CanonicalHash } from '../footer/canonical-hash.js';
import { LEGEND } from '../header/legend.js';
import { giveBackWriter, takeWriter } from '../value/writer-pool.js';
import type { DecryptionShape } from './decryption-shape.js';
import { encodeAttribute } from './encode-attribute.js';
import { shortestSealed } from './encrypt-field.js';

/** The canonical hash of an item as it is stored. Throws for an attribute that cannot have been signed in this form. */
export function hashItem(
  { headerBytes, context, legend }: { headerBytes: Buffer; context: EncryptionContext; legend: Buffer },
  { fields }: DecryptionShape,
  values: readonly AttributeValue[],
): Buffer {
  const hash = new CanonicalHash(headerBytes, context.bytes);
  const writer = takeWriter();
  try {
    for (const [i, { name, path, index }] of fields.entries()) {
      const value = values[index]!;
      if (legend[i] === LEGEND.ENCRYPT_AND_SIGN) {
        const sealed = requireSealed(name, value);
        hash.beginEncrypted(path, sealed.length);
        hash.append(sealed);
      } else {
        const { typeId, stretch } = encodeAttribute(name, value, writer);
        hash.beginPlaintext(path, typeId, stretch.byteLength);
        if (stretch.firstLong === stretch.endLong) hash.append(writer.short(stretch));
        else writer.forEach(stretch, (bytes) => hash.append(bytes));
        writer.reset();
      }
    }
    return hash.digest();
  } catch (error) {
    hash.release();
    throw error;
  } finally {
    giveBackWriter(writer);
  }
}

/** The bytes of an encrypted attribute. Throws `ERR_ENCRYPTED_ATTRIBUTE` for what cannot be one. */
export function requireSealed(name: string, value: AttributeValue): Uint8Array {
  const bytes = value?.B;
  if (!isUint8Array(bytes) || bytes.length < shortestSealed) {
    throw new ItemEncryptionError(
      'ERR_ENCRYPTED_ATTRIBUTE',
      `${name} was encrypted, so it must be a binary of at least ${shortestSealed} bytes`,
      { attribute: name },
    );
  }
  return bytes;
}
