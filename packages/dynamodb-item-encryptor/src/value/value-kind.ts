import { isUint8Array } from 'node:util/types';
import type { AttributeValue } from '../attribute/attribute-value.js';
import { ItemEncryptionError } from '../errors.js';
import { TYPE_ID, type TypeName } from './type-id.js';

/**
 * The type a value says it has. Throws `ERR_VALUE_TYPE` unless exactly one known member is set: `{ S: 'a', N: '1' }` would be signed
 * as one thing and stored as another.
 */
export function kindOf(value: AttributeValue): TypeName {
  if (typeof value !== 'object' || value === null) {
    throw new ItemEncryptionError(
      'ERR_VALUE_TYPE',
      `a value is ${value === null ? 'null' : typeof value}, not an AttributeValue`,
    );
  }
  const keys = Object.keys(value);
  const [only] = keys.length === 1 ? keys : keys.filter((key) => value[key as TypeName] !== undefined);
  if (
    only === undefined ||
    (keys.length > 1 && countDefined(value, keys) > 1) ||
    !Object.hasOwn(TYPE_ID, only)
  ) {
    throw new ItemEncryptionError(
      'ERR_VALUE_TYPE',
      `a value must have exactly one of ${Object.keys(TYPE_ID).join(', ')}; it has ${keys.join(', ') || 'none'}`,
    );
  }
  return only as TypeName;
}

function countDefined(value: AttributeValue, keys: readonly string[]): number {
  return keys.filter((key) => value[key as TypeName] !== undefined).length;
}

/** Throws `ERR_VALUE_TYPE` for a member that holds another JavaScript type than its name says. */
export function wrongType(kind: TypeName, wanted: string): ItemEncryptionError {
  return new ItemEncryptionError('ERR_VALUE_TYPE', `a value of type ${kind} must hold ${wanted}`);
}

/** The bytes of a binary, or `ERR_VALUE_TYPE`. */
export function requireBytes(kind: 'B' | 'BS', bytes: unknown): Uint8Array {
  if (!isUint8Array(bytes)) throw wrongType(kind, kind === 'B' ? 'a Uint8Array' : 'Uint8Arrays');
  return bytes;
}

/** The text of a string or number, or `ERR_VALUE_TYPE`. */
export function requireText(kind: 'S' | 'N' | 'SS' | 'NS', text: unknown): string {
  if (typeof text !== 'string') throw wrongType(kind, kind.length === 1 ? 'a string' : 'strings');
  return text;
}

/** The entries of a set or list, or `ERR_VALUE_TYPE`. */
export function requireArray<T>(kind: 'SS' | 'NS' | 'BS' | 'L', entries: T[] | undefined): T[] {
  if (!Array.isArray(entries)) throw wrongType(kind, 'an array');
  return entries;
}
