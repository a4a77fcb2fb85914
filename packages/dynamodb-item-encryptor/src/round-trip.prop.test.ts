import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createItemEncryptor } from './item-encryptor.js';
import { createRawAesKeyring } from './keyring/raw-aes-keyring.js';
import { type ItemCase, itemCase } from './testing/arbitrary-items.js';
import { canonicalItem } from './testing/canonical-item.js';
import { referenceEncrypt } from './testing/reference-encrypt.js';

const key = { keyNamespace: 'namespace', keyName: 'name', wrappingKey: Buffer.alloc(32, 7) };
const table = 'täble 𐀁';

function encryptorFor({ actions, unsigned }: ItemCase, suite: 0x6700 | 0x6701) {
  return createItemEncryptor({
    logicalTableName: table,
    partitionKeyName: 'pk',
    attributeActionsOnEncrypt: actions,
    allowedUnsignedAttributes: unsigned,
    keyring: createRawAesKeyring(key),
    algorithmSuiteId: suite,
  });
}

describe('any item', () => {
  it.each([
    [0x6700, 300],
    [0x6701, 40],
  ] as const)('comes back as it was, and is left alone (suite %i)', async (suite, numRuns) => {
    await fc.assert(
      fc.asyncProperty(itemCase, async (example) => {
        const encryptor = encryptorFor(example, suite);
        const before = structuredClone(example.item);
        const { encryptedItem } = await encryptor.encryptItem(example.item);
        expect(example.item).toEqual(before);
        for (const [name, action] of example.actions) {
          if (action === 'ENCRYPT_AND_SIGN') expect(Object.keys(encryptedItem[name]!)).toEqual(['B']);
          else expect(encryptedItem[name]).toBe(example.item[name]);
        }
        const { plaintextItem, parsedHeader } = await encryptor.decryptItem(encryptedItem);
        expect(canonicalItem(plaintextItem)).toEqual(canonicalItem(example.item));
        expect(new Map([...example.actions].filter(([, action]) => action !== 'DO_NOTHING'))).toEqual(
          parsedHeader?.attributeActionsOnEncrypt,
        );
      }),
      { numRuns },
    );
  });

  // Tags and commitment cover every byte that both write, so an item that one made and the other accepts is the same in all of them.
  it.each([
    [0x6700, 300],
    [0x6701, 40],
  ] as const)(
    'made by the plain reference path is read by the fast one (suite %i)',
    async (suite, numRuns) => {
      await fc.assert(
        fc.asyncProperty(itemCase, async (example) => {
          const encrypted = referenceEncrypt(example.item, {
            ...key,
            table,
            partition: 'pk',
            suite,
            actions: example.actions,
          });
          const { plaintextItem } = await encryptorFor(example, suite).decryptItem(encrypted);
          expect(canonicalItem(plaintextItem)).toEqual(canonicalItem(example.item));
        }),
        { numRuns },
      );
    },
  );
});
