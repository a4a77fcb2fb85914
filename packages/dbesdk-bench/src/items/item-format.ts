import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { ItemFormat } from '../factor-names.js';
import type { Item } from './generate-item.js';

/** One way to hand over an item; the conversions are part of what an application waits for, and are timed. */
export interface FormatCodec {
  read(given: unknown): Item;
  write(item: Item): unknown;
}

const CODECS: Readonly<Record<ItemFormat, FormatCodec>> = {
  'attribute-value': {
    read: (given) => given as Item,
    write: (item) => item,
  },
  native: {
    read: (given) => marshall(given as Record<string, unknown>),
    write: (item) => unmarshall(item),
  },
  'dynamodb-json': {
    read: (given) => fromJson(JSON.parse(given as string) as JsonItem),
    write: (item) => JSON.stringify(toJson(item)),
  },
};

/** The codec of a format: `attribute-value` passes items through as they are. */
export function formatCodec(format: ItemFormat): FormatCodec {
  return CODECS[format];
}

/** DynamoDB JSON: as AttributeValue, but bytes are base64 text. */
type JsonValue = { B?: string; BS?: string[]; M?: JsonItem; L?: JsonValue[] } & Record<string, unknown>;
type JsonItem = Record<string, JsonValue>;

function toJson(item: Item): JsonItem {
  return mapValues(item, jsonValue);
}

function jsonValue(value: AttributeValue): JsonValue {
  if (value.B !== undefined) return { B: base64(value.B) };
  if (value.BS !== undefined) return { BS: value.BS.map(base64) };
  if (value.M !== undefined) return { M: toJson(value.M) };
  if (value.L !== undefined) return { L: value.L.map(jsonValue) };
  return value as unknown as JsonValue;
}

function fromJson(item: JsonItem): Item {
  return mapValues(item, attributeValue);
}

function attributeValue(value: JsonValue): AttributeValue {
  if (value.B !== undefined) return { B: Buffer.from(value.B, 'base64') };
  if (value.BS !== undefined) return { BS: value.BS.map((text) => Buffer.from(text, 'base64')) };
  if (value.M !== undefined) return { M: fromJson(value.M) };
  if (value.L !== undefined) return { L: value.L.map(attributeValue) };
  return value as unknown as AttributeValue;
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

/** `Object.fromEntries` rather than assignment: an attribute may be named `__proto__`. */
function mapValues<A, B>(record: Readonly<Record<string, A>>, of: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, of(value)]));
}
