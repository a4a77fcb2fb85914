import type { AttributeMap, AttributeValue } from '../attribute/attribute-value.js';

type Loose = string | number | boolean | null | readonly Loose[] | { readonly [key: string]: Loose };

const types = new Set(['S', 'N', 'B', 'BOOL', 'NULL', 'SS', 'NS', 'BS', 'M', 'L']);

/** The items of the public test vectors, which are written loosely: `1` for a number, an array for a list, or a typed value. */
export function looseItem(item: Readonly<Record<string, unknown>>): AttributeMap {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, looseValue(value as Loose)]));
}

function looseValue(value: Loose): AttributeValue {
  if (value === null) return { NULL: true };
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return { N: String(value) };
  if (typeof value === 'boolean') return { BOOL: value };
  if (Array.isArray(value)) return { L: value.map(looseValue) };
  const entries = Object.entries(value as Readonly<Record<string, Loose>>);
  const [only] = entries;
  if (entries.length === 1 && only !== undefined && types.has(only[0])) return typedValue(only[0], only[1]);
  return { M: looseItem(value as Readonly<Record<string, unknown>>) };
}

function typedValue(type: string, value: Loose): AttributeValue {
  switch (type) {
    case 'S':
      return { S: value as string };
    case 'N':
      return { N: value as string };
    case 'B':
      return { B: fromBase64(value as string) };
    case 'BOOL':
      return { BOOL: value as boolean };
    case 'NULL':
      return { NULL: true };
    case 'SS':
      return { SS: [...(value as string[])] };
    case 'NS':
      return { NS: [...(value as string[])] };
    case 'BS':
      return { BS: (value as string[]).map(fromBase64) };
    case 'M':
      return { M: looseItem(value as Readonly<Record<string, unknown>>) };
    default:
      return { L: (value as Loose[]).map(looseValue) };
  }
}

function fromBase64(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64'));
}
