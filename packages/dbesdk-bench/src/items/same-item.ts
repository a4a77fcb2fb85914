import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Item } from './generate-item.js';

/** Whether two items hold the same attributes with the same values. Sets compare as lists: what is generated keeps its order. */
export function sameItem(a: Item, b: Item): boolean {
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  return names.every((name) => Object.hasOwn(b, name) && sameValue(a[name]!, b[name]!));
}

function sameValue(a: AttributeValue, b: AttributeValue): boolean {
  if (a.B !== undefined) return b.B !== undefined && Buffer.compare(a.B, b.B) === 0;
  if (a.M !== undefined) return b.M !== undefined && sameItem(a.M, b.M);
  if (a.L !== undefined) {
    const { L } = b;
    return L !== undefined && L.length === a.L.length && a.L.every((entry, i) => sameValue(entry, L[i]!));
  }
  return JSON.stringify(a) === JSON.stringify(b);
}
