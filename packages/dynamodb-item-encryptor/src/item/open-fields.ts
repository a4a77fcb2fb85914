import type { AttributeValue } from '../attribute/attribute-value.js';
import { ItemEncryptionError } from '../errors.js';
import { LEGEND } from '../header/legend.js';
import { decodeValue } from '../value/decode.js';
import { decryptField } from './encrypt-field.js';
import type { SignedField } from './encryption-shape.js';
import { requireSealed } from './hash-item.js';

/** Decrypts the encrypted attributes; returns them, each at its attribute's index. Only for items that are verified. */
export function openFields(
  legend: Buffer,
  fields: readonly SignedField[],
  values: readonly AttributeValue[],
  fieldKeys: Uint8Array,
): (AttributeValue | undefined)[] {
  const opened: (AttributeValue | undefined)[] = [];
  let fieldNumber = 0;
  for (const [i, field] of fields.entries()) {
    if (legend[i] !== LEGEND.ENCRYPT_AND_SIGN) continue;
    const sealed = requireSealed(field.name, values[field.index]!);
    const { typeId, plaintext } = decryptField(sealed, field, fieldKeys, fieldNumber++);
    opened[field.index] = decodeAttribute(field.name, typeId, plaintext);
  }
  return opened;
}

function decodeAttribute(name: string, typeId: number, plaintext: Buffer): AttributeValue {
  try {
    return decodeValue(typeId, plaintext);
  } catch (error) {
    if (!(error instanceof ItemEncryptionError)) throw error;
    throw new ItemEncryptionError(error.code, `attribute ${name}: ${error.message}`, { attribute: name });
  }
}
