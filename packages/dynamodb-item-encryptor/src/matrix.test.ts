import { describe, expect, it } from 'vitest';
import type { AttributeMap } from './attribute/attribute-value.js';
import { type CryptoAction, LEGEND } from './header/legend.js';
import { createItemEncryptor } from './item-encryptor.js';
import { createRawAesKeyring } from './keyring/raw-aes-keyring.js';
import { canonicalItem } from './testing/canonical-item.js';
import { referenceEncrypt } from './testing/reference-encrypt.js';

const key = { keyNamespace: 'space', keyName: 'key', wrappingKey: Buffer.alloc(32, 9) };
const keyring = createRawAesKeyring(key);
const table = 'GazelleVectorTable';

// Names whose order differs between UTF-16 code units, code points and bytes.
const names = ['RecNum', '𠀂𐀁', 'A퀀﹌𐀁', '𐀂𐀁', '﹌𐀁', '𐀁﹌퀀A'];
const actions = [...(Object.keys(LEGEND) as CryptoAction[]), 'DO_NOTHING' as const];

/** Every combination of actions that a configuration can have, RecNum being the key. */
function combinations(): CryptoAction[][] {
  let all: CryptoAction[][] = [[]];
  for (const _ of names) all = all.flatMap((head) => actions.map((action) => [...head, action]));
  const included = 'SIGN_AND_INCLUDE_IN_ENCRYPTION_CONTEXT';
  return all.filter(
    (combination) => combination[0] === (combination.includes(included) ? included : 'SIGN_ONLY'),
  );
}

const item: AttributeMap = Object.fromEntries(
  names.map((name, i) => [name, i === 0 ? { N: '7' } : { S: `value ${i}` }]),
);

function encryptorFor(combination: readonly CryptoAction[]) {
  return createItemEncryptor({
    logicalTableName: table,
    partitionKeyName: 'RecNum',
    attributeActionsOnEncrypt: new Map(names.map((name, i) => [name, combination[i]!])),
    allowedUnsignedAttributes: names.filter((_, i) => combination[i] === 'DO_NOTHING'),
    keyring,
    algorithmSuiteId: 0x6700,
  });
}

describe('every combination of actions on names beyond ASCII', () => {
  const all = combinations();

  it('are 1267', () => {
    expect(all).toHaveLength(1267);
  });

  it('comes back, from itself and from the reference', async () => {
    for (const combination of all) {
      const encryptor = encryptorFor(combination);
      const { encryptedItem } = await encryptor.encryptItem(item);
      expect((await encryptor.decryptItem(encryptedItem)).plaintextItem).toEqual(item);
      const reference = referenceEncrypt(item, {
        ...key,
        table,
        partition: 'RecNum',
        suite: 0x6700,
        actions: new Map(names.map((name, i) => [name, combination[i]!])),
      });
      expect((await encryptor.decryptItem(reference)).plaintextItem).toEqual(item);
    }
  });
});

describe('names that look like something else', () => {
  const odd = [
    'a.b',
    'a[2]',
    "'a'",
    '$.["a"]',
    '"',
    '__proto__',
    'constructor',
    '10',
    '9',
    ' ',
    '\u0000',
    'é',
    'e\u0301',
  ];

  it.each(['ENCRYPT_AND_SIGN', 'SIGN_ONLY', 'SIGN_AND_INCLUDE_IN_ENCRYPTION_CONTEXT'] as const)(
    '%s',
    async (action) => {
      const key = action === 'ENCRYPT_AND_SIGN' ? 'SIGN_ONLY' : action;
      const encryptor = createItemEncryptor({
        logicalTableName: table,
        partitionKeyName: 'pk',
        attributeActionsOnEncrypt: new Map([['pk', key], ...odd.map((name) => [name, action] as const)]),
        keyring,
      });
      // Without a prototype, so that __proto__ is an attribute like any other.
      const bare: AttributeMap = Object.create(null);
      bare.pk = { S: 'x' };
      for (const name of odd) bare[name] = { S: name };
      const { encryptedItem } = await encryptor.encryptItem(bare);
      expect(Object.keys(encryptedItem).sort()).toEqual(
        [...odd, 'pk', 'aws_dbe_head', 'aws_dbe_foot'].sort(),
      );
      const { plaintextItem } = await encryptor.decryptItem(encryptedItem);
      expect(canonicalItem(plaintextItem)).toEqual(canonicalItem(bare));
      expect(Object.getPrototypeOf(plaintextItem)).toBe(Object.prototype);
    },
  );

  it('are refused with a lone surrogate', async () => {
    const options = {
      partitionKeyName: 'pk',
      keyring,
      attributeActionsOnEncrypt: { pk: 'SIGN_ONLY' as const },
    };
    expect(() => createItemEncryptor({ ...options, logicalTableName: 'a\uD800' })).toThrow(
      /^logicalTableName has a lone surrogate/,
    );
    const encryptor = createItemEncryptor({
      ...options,
      logicalTableName: table,
      allowedUnsignedAttributePrefix: ':',
    });
    const encrypted = encryptor.encryptItem({ pk: { S: 'x' }, ':\uDC00': { S: '' } });
    await expect(encrypted).rejects.toMatchObject({ code: 'ERR_VALUE_STRING' });
  });
});
