import type { AttributeValue } from '../attribute/attribute-value.js';
import { ItemEncryptionError } from '../errors.js';
import type { CanonicalWriter, Stretch } from '../value/canonical-writer.js';
import { encodeValue } from '../value/encode.js';

/** Writes one attribute's value, and says in the error which attribute it was. */
export function encodeAttribute(
  name: string,
  value: AttributeValue,
  writer: CanonicalWriter,
): { typeId: number; stretch: Stretch } {
  const mark = writer.mark();
  try {
    const typeId = encodeValue(value, writer);
    return { typeId, stretch: writer.since(mark) };
  } catch (error) {
    if (!(error instanceof ItemEncryptionError)) throw error;
    throw new ItemEncryptionError(error.code, `attribute ${name}: ${error.message}`, { attribute: name });
  }
}
