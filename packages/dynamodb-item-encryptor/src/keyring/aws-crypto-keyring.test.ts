import {
  type EncryptedDataKey,
  KeyringNode,
  type NodeDecryptionMaterial,
  type NodeEncryptionMaterial,
} from '@aws-crypto/material-management-node';
import { RawAesKeyringNode, RawAesWrappingSuiteIdentifier } from '@aws-crypto/raw-aes-keyring-node';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createItemEncryptor } from '../item-encryptor.js';
import { itemCase } from '../testing/arbitrary-items.js';
import { canonicalItem } from '../testing/canonical-item.js';
import { createAwsCryptoKeyring } from './aws-crypto-keyring.js';
import type { Keyring } from './keyring.js';
import { createRawAesKeyring } from './raw-aes-keyring.js';

const suites = {
  16: RawAesWrappingSuiteIdentifier.AES128_GCM_IV12_TAG16_NO_PADDING,
  24: RawAesWrappingSuiteIdentifier.AES192_GCM_IV12_TAG16_NO_PADDING,
  32: RawAesWrappingSuiteIdentifier.AES256_GCM_IV12_TAG16_NO_PADDING,
} as const;
const names = { keyNamespace: 'räume', keyName: 'schlüssel' };

function both(length: 16 | 24 | 32): { ours: Keyring; theirs: Keyring } {
  const wrappingKey = Buffer.alloc(length, length);
  const node = new RawAesKeyringNode({
    ...names,
    unencryptedMasterKey: new Uint8Array(wrappingKey),
    wrappingSuite: suites[length],
    utf8Sorting: true,
  });
  return { ours: createRawAesKeyring({ ...names, wrappingKey }), theirs: createAwsCryptoKeyring(node) };
}

describe("the keyring of AWS's Encryption SDK", () => {
  it.each([16, 24, 32] as const)(
    'with %i bytes makes what ours reads, and reads what ours makes',
    async (length) => {
      const { ours, theirs } = both(length);
      await fc.assert(
        fc.asyncProperty(itemCase, async ({ item, actions, unsigned }) => {
          const encryptorWith = (keyring: Keyring) =>
            createItemEncryptor({
              logicalTableName: 'Tabelle',
              partitionKeyName: 'pk',
              attributeActionsOnEncrypt: actions,
              allowedUnsignedAttributes: unsigned,
              algorithmSuiteId: 0x6700,
              keyring,
            });
          for (const [writer, reader] of [
            [ours, theirs],
            [theirs, ours],
          ] as const) {
            const { encryptedItem } = await encryptorWith(writer).encryptItem(item);
            const { plaintextItem } = await encryptorWith(reader).decryptItem(encryptedItem);
            expect(canonicalItem(plaintextItem)).toEqual(canonicalItem(item));
          }
        }),
        { numRuns: 30 },
      );
    },
  );

  it('is refused if it sorts by the rules of a language, or is none', () => {
    const node = new RawAesKeyringNode({
      ...names,
      unencryptedMasterKey: new Uint8Array(32),
      wrappingSuite: suites[32],
    });
    expect(() => createAwsCryptoKeyring(node)).toThrow(/utf8Sorting: true/);
    expect(() => createAwsCryptoKeyring({} as typeof node)).toThrow(/must be a RawAesKeyringNode/);
  });

  it('does not take a key of a longer name, as it would by itself, nor a short tag', async () => {
    const { theirs } = both(32);
    const wrappingKey = Buffer.alloc(32, 32);
    const longer = createRawAesKeyring({
      keyNamespace: names.keyNamespace,
      keyName: `${names.keyName}2`,
      wrappingKey,
    });
    const options = {
      logicalTableName: 't',
      partitionKeyName: 'pk',
      attributeActionsOnEncrypt: { pk: 'SIGN_ONLY' as const },
      algorithmSuiteId: 0x6700 as const,
    };
    const { encryptedItem } = await createItemEncryptor({ ...options, keyring: longer }).encryptItem({
      pk: { S: 'a' },
    });
    const decrypted = createItemEncryptor({ ...options, keyring: theirs }).decryptItem(encryptedItem);
    await expect(decrypted).rejects.toMatchObject({ code: 'ERR_DATA_KEY' });
  });

  it('fails the encryption when it wraps nothing', async () => {
    class Idle extends KeyringNode {
      readonly keyName = 'a';
      readonly keyNamespace = 'b';
      readonly _utf8Sorting = true;
      async _onEncrypt(material: NodeEncryptionMaterial): Promise<NodeEncryptionMaterial> {
        return material.setUnencryptedDataKey(new Uint8Array(32), {
          keyName: 'a',
          keyNamespace: 'b',
          flags: 1,
        });
      }
      async _onDecrypt(
        material: NodeDecryptionMaterial,
        _keys: EncryptedDataKey[],
      ): Promise<NodeDecryptionMaterial> {
        return material;
      }
    }
    const encryptor = createItemEncryptor({
      logicalTableName: 't',
      partitionKeyName: 'pk',
      attributeActionsOnEncrypt: { pk: 'SIGN_ONLY' },
      keyring: createAwsCryptoKeyring(new Idle()),
    });
    await expect(encryptor.encryptItem({ pk: { S: 'a' } })).rejects.toMatchObject({ code: 'ERR_KEYRING' });
  });
});
