import type { CellSpec, ItemSpec } from '../cell-spec.js';
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
import { KEY_NAME, KEY_NAMESPACE } from './key-names.js';
import { partitionValue } from './primary-key.js';

/** What DynamoDB stores at most in one item (400 KiB, names included). */
export const LARGEST_STORED_BYTES = 409_600;

/** A list or map costs three bytes, and one for every entry. */
const CONTAINER_BYTES = 3;
const ENTRY_BYTES = 1;

/**
 * Bytes that DynamoDB counts for a cell's item, as it is or encrypted: names in UTF-8 and values by the rules of its
 * developer guide ("DynamoDB item sizes and formats"). Computed from the layout of the item format, so that an item that
 * cannot be stored is known before anything is sent; a test holds it against real encrypted items. Pure.
 */
export function storedBytes(spec: CellSpec): number {
  const keys =
    PARTITION_KEY.length +
    partitionValue(spec.itemKeys, 0, 0).length +
    SORT_KEY.length +
    numberBytes(FIXED_SORT_VALUE);
  const extras =
    spec.shape === 'harness'
      ? SIGNED_ATTRIBUTE.length + SIGNED_VALUE.length + UNSIGNED_ATTRIBUTE.length + UNSIGNED_VALUE.length
      : 0;
  const payload = payloadOf(spec).reduce(
    (sum, part) => sum + part.name.length + (spec.encrypted && part.isEncrypted ? sealed(part) : plain(part)),
    0,
  );
  return keys + extras + payload + (spec.encrypted ? headerAndFooter(spec) : 0);
}

/** A number of so many significant digits: half a byte each, and one. */
function numberBytes(digits: string): number {
  return Math.ceil(digits.length / 2) + 1;
}

function plain({ bytes, keys }: PayloadAttribute): number {
  return keys.reduce((sum, key) => sum + CONTAINER_BYTES + ENTRY_BYTES + key.length, bytes);
}

/** Type id, the serialised value and the GCM tag; a map adds a count, and types and lengths of key and value. */
function sealed({ bytes, keys }: PayloadAttribute): number {
  return keys.reduce((sum, key) => sum + 4 + 2 + 4 + key.length + 2 + 4, bytes) + 2 + 16;
}

function headerAndFooter(spec: ItemSpec): number {
  const isSigned = spec.suite === '0x6701';
  const legend = 2 + spec.attributes + (spec.shape === 'harness' ? 1 : 0);
  const publicKey = isSigned ? 2 + 'aws-crypto-public-key'.length + 2 + 68 : 0;
  const dataKey = 2 + KEY_NAMESPACE.length + 2 + KEY_NAME.length + 20 + 2 + 96;
  const header = 2 + 32 + 2 + legend + 2 + publicKey + 1 + dataKey + 32;
  const footer = 48 + (isSigned ? 103 : 0);
  return 'aws_dbe_head'.length + header + 'aws_dbe_foot'.length + footer;
}
