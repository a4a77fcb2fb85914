import {
  createItemEncryptor,
  createRawAesKeyring,
  type ItemEncryptor,
  type SingleKeyring,
} from '@benchwright/dynamodb-item-encryptor';
import type { ItemSpec } from '../cell-spec.js';
import { attributeActions, PARTITION_KEY, SORT_KEY, UNSIGNED_PREFIX } from '../items/item-layout.js';
import { KEY_NAME, KEY_NAMESPACE } from '../items/key-names.js';
import { seededBytes } from '../items/seeded-bytes.js';

const WRAPPING_KEY_BYTES = 32;
/** Apart from the streams of items, which count up from 0. */
const KEY_STREAM = -1;

const SUITE_NUMBERS = { '0x6700': 0x6700, '0x6701': 0x6701 } as const;

/**
 * The encryptor that a cell's factors describe, configured as the original harnesses configure theirs. The wrapping key is made
 * from the seed: it protects nothing. `around` may put itself between the encryptor and its keyring.
 */
export function createCellEncryptor(
  spec: ItemSpec,
  tableName: string,
  seed: number,
  around: (keyring: SingleKeyring) => SingleKeyring = (keyring) => keyring,
): ItemEncryptor {
  const keyring = createRawAesKeyring({
    keyNamespace: KEY_NAMESPACE,
    keyName: KEY_NAME,
    wrappingKey: seededBytes(WRAPPING_KEY_BYTES, seed, KEY_STREAM),
  });
  return createItemEncryptor({
    logicalTableName: tableName,
    partitionKeyName: PARTITION_KEY,
    sortKeyName: SORT_KEY,
    attributeActionsOnEncrypt: attributeActions(spec),
    keyring: around(keyring),
    algorithmSuiteId: SUITE_NUMBERS[spec.suite],
    ...(spec.shape === 'harness' ? { allowedUnsignedAttributePrefix: UNSIGNED_PREFIX } : {}),
  });
}
