import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { ItemSpec } from '../cell-spec.js';
import {
  FIXED_SORT_VALUE,
  PARTITION_KEY,
  type PayloadAttribute,
  payloadOf,
  SIGNED_ATTRIBUTE,
  SIGNED_VALUE,
  SORT_KEY,
  UNSIGNED_ATTRIBUTE,
  UNSIGNED_VALUE,
} from './item-layout.js';
import { seededBytes } from './seeded-bytes.js';

/** An item as the AWS SDK has it. */
export type Item = Record<string, AttributeValue>;

/** An item of a cell with the partition key given. Items of one seed and number are the same, of any other they share no byte. */
export function generateItem(
  spec: ItemSpec,
  partition: string,
  { seed, number }: { seed: number; number: number },
): Item {
  const item: Item = { [PARTITION_KEY]: { S: partition }, [SORT_KEY]: { N: FIXED_SORT_VALUE } };
  const bytes = seededBytes(spec.dataSize, seed, number);
  let taken = 0;
  for (const part of payloadOf(spec)) {
    item[part.name] = nested(part, bytes.subarray(taken, taken + part.bytes));
    taken += part.bytes;
  }
  if (spec.shape === 'harness') {
    item[SIGNED_ATTRIBUTE] = { S: SIGNED_VALUE };
    item[UNSIGNED_ATTRIBUTE] = { S: UNSIGNED_VALUE };
  }
  return item;
}

/** The same item under another partition key: what an application does for every item, without drawing its bytes again. */
export function withPartition(item: Item, partition: string): Item {
  return { ...item, [PARTITION_KEY]: { S: partition } };
}

function nested({ keys }: PayloadAttribute, bytes: Uint8Array): AttributeValue {
  return keys.reduceRight<AttributeValue>((inner, key) => ({ M: { [key]: inner } }), { B: bytes });
}
