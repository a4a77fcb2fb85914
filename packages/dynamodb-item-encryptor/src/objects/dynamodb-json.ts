import { isUint8Array } from 'node:util/types';
import { setAttribute } from '../attribute/attribute-map.js';
import type { AttributeMap, AttributeValue } from '../attribute/attribute-value.js';
import { ItemEncryptionError } from '../errors.js';
import { maxDepth } from '../value/type-id.js';
import { kindOf, requireArray, requireText } from '../value/value-kind.js';

/** An attribute value in DynamoDB JSON, as the command line, exports and streams have it: binaries are base64. */
export type DynamoDbJsonValue =
  | { S: string }
  | { N: string }
  | { B: string }
  | { SS: string[] }
  | { NS: string[] }
  | { BS: string[] }
  | { M: Record<string, DynamoDbJsonValue> }
  | { L: DynamoDbJsonValue[] }
  | { NULL: boolean }
  | { BOOL: boolean };

/** An item in DynamoDB JSON. */
export type DynamoDbJsonItem = Record<string, DynamoDbJsonValue>;

/** Turns an item in DynamoDB JSON (parsed) into attribute values. Throws `ERR_VALUE_…` for what is not DynamoDB JSON. */
export function fromDynamoDbJson(json: DynamoDbJsonItem): AttributeMap {
  return mapValues(json as unknown as AttributeMap, (value) => convert(value, fromBase64, 1));
}

/** Turns an item into DynamoDB JSON, ready for `JSON.stringify`. Throws `ERR_VALUE_…` for what is no attribute value. */
export function toDynamoDbJson(item: AttributeMap): DynamoDbJsonItem {
  return mapValues(item, (value) => convert(value, toBase64, 1)) as unknown as DynamoDbJsonItem;
}

/** The same tree with every binary converted. DynamoDB JSON differs from attribute values in nothing else. */
function convert(value: AttributeValue, binary: (bytes: unknown) => never, depth: number): AttributeValue {
  if (depth > maxDepth)
    throw new ItemEncryptionError('ERR_VALUE_DEPTH', `a value is nested deeper than ${maxDepth}`);
  switch (kindOf(value)) {
    case 'B':
      return { B: binary(value.B) };
    case 'BS':
      return { BS: Array.from(requireArray('BS', value.BS), binary) };
    case 'M':
      return { M: mapValues(value.M ?? {}, (entry) => convert(entry, binary, depth + 1)) };
    case 'L':
      return { L: requireArray('L', value.L).map((entry) => convert(entry, binary, depth + 1)) };
    default:
      return value;
  }
}

function mapValues(map: AttributeMap, change: (value: AttributeValue) => AttributeValue): AttributeMap {
  const result: AttributeMap = {};
  for (const name of Object.keys(map)) setAttribute(result, name, change(map[name]!));
  return result;
}

function fromBase64(text: unknown): never {
  const bytes = Buffer.from(requireText('S', text), 'base64');
  if (bytes.toString('base64') !== text)
    throw new ItemEncryptionError('ERR_VALUE_TYPE', 'a binary in DynamoDB JSON must be base64');
  return new Uint8Array(bytes) as never;
}

function toBase64(bytes: unknown): never {
  if (!isUint8Array(bytes)) throw new ItemEncryptionError('ERR_VALUE_TYPE', 'a binary must be a Uint8Array');
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64') as never;
}
