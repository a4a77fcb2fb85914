import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import type { AttributeMap } from './attribute/attribute-value.js';
import type { EncryptItemResult } from './item-encryptor.js';
import { createItemEncryptor } from './item-encryptor.js';
import type { SingleKeyring } from './keyring/keyring.js';
import { createRawAesKeyring } from './keyring/raw-aes-keyring.js';

const keyring = createRawAesKeyring({
  keyNamespace: 'space',
  keyName: 'key',
  wrappingKey: Buffer.alloc(32, 9),
});
const options = {
  logicalTableName: 'table',
  partitionKeyName: 'pk',
  sortKeyName: 'sk',
  attributeActionsOnEncrypt: {
    pk: 'SIGN_ONLY',
    sk: 'SIGN_ONLY',
    secret: 'ENCRYPT_AND_SIGN',
    second: 'ENCRYPT_AND_SIGN',
    plain: 'SIGN_ONLY',
  },
  keyring,
  algorithmSuiteId: 0x6700,
} as const;
const encryptor = createItemEncryptor(options);
const item: AttributeMap = { pk: { S: 'a' }, sk: { N: '1' }, secret: { S: 'b' }, plain: { S: 'c' } };

describe('an encryptor', () => {
  it('tells what the header of an item says', async () => {
    for (const algorithmSuiteId of [0x6700, 0x6701] as const) {
      const { encryptItem, decryptItem } = createItemEncryptor({ ...options, algorithmSuiteId });
      const { parsedHeader } = await decryptItem((await encryptItem(item)).encryptedItem);
      expect(parsedHeader).toMatchObject({
        version: 1,
        algorithmSuiteId,
        algorithmSuite: { id: algorithmSuiteId },
      });
      expect(parsedHeader?.messageId).toHaveLength(32);
      expect(parsedHeader?.selectorContext).toEqual({ pk: { S: 'a' }, sk: { N: '1' } });
      const stored = algorithmSuiteId === 0x6701 ? ['aws-crypto-public-key'] : [];
      expect([...(parsedHeader?.storedEncryptionContext.keys() ?? [])]).toEqual(stored);
      const { encryptionContext } = parsedHeader ?? {};
      expect([...(encryptionContext?.keys() ?? [])]).toEqual([
        'aws-crypto-attr.pk',
        'aws-crypto-attr.sk',
        'aws-crypto-partition-name',
        ...stored,
        'aws-crypto-sort-name',
        'aws-crypto-table-name',
      ]);
      expect(parsedHeader?.encryptedDataKeys[0]?.ciphertext).toHaveLength(96);
    }
  });

  it('has the sizes that other implementations have', async () => {
    // Measured on items with a namespace of 24 and a key name of 16 characters, and one encrypted attribute of four that are signed.
    const sized = createRawAesKeyring({
      keyNamespace: 'n'.repeat(24),
      keyName: 'k'.repeat(16),
      wrappingKey: Buffer.alloc(32),
    });
    for (const [algorithmSuiteId, head, foot] of [
      [0x6700, 237, 48],
      [0x6701, 330, 151],
    ] as const) {
      const { encryptedItem } = await createItemEncryptor({
        ...options,
        algorithmSuiteId,
        keyring: sized,
      }).encryptItem(item);
      expect(encryptedItem.aws_dbe_head?.B).toHaveLength(head);
      expect(encryptedItem.aws_dbe_foot?.B).toHaveLength(foot);
      expect(encryptedItem.secret?.B).toHaveLength(18 + 1);
    }
  });

  it('makes a fresh key, message id and ciphertext for every item', async () => {
    const made = await Promise.all(Array.from({ length: 20 }, () => encryptor.encryptItem(item)));
    for (const name of ['aws_dbe_head', 'aws_dbe_foot', 'secret']) {
      const all = made.map(({ encryptedItem }) => Buffer.from(encryptedItem[name]!.B!).toString('hex'));
      expect(new Set(all).size).toBe(20);
    }
    const ids = made.map(({ encryptedItem }) =>
      Buffer.from(encryptedItem.aws_dbe_head!.B!.subarray(2, 34)).toString('hex'),
    );
    expect(new Set(ids).size).toBe(20);
  });

  it('keeps calls apart, also one that begins while the values of another are read', async () => {
    const inner: Promise<EncryptItemResult>[] = [];
    const curious: AttributeMap = {
      ...item,
      secret: {
        get S() {
          inner.push(encryptor.encryptItem({ ...item, secret: { S: 'inner' } }));
          return 'outer';
        },
      },
      second: { M: { a: { S: 'x' } } },
    };
    const { plaintextItem } = await encryptor.decryptItem(
      (await encryptor.encryptItem(curious)).encryptedItem,
    );
    expect(plaintextItem.secret).toEqual({ S: 'outer' });
    expect(plaintextItem.second).toEqual({ M: { a: { S: 'x' } } });
    expect(inner.length).toBeGreaterThan(0);
    for (const { encryptedItem } of await Promise.all(inner)) {
      expect((await encryptor.decryptItem(encryptedItem)).plaintextItem.secret).toEqual({ S: 'inner' });
    }
  });

  it('signs one state of an item that changes while keys are fetched', async () => {
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const slow: SingleKeyring = {
      async wrapKey(request) {
        await gate;
        return (keyring as SingleKeyring).wrapKey(request);
      },
      unwrapKey: (request, key) => (keyring as SingleKeyring).unwrapKey(request, key),
    };
    const changing = { ...item };
    const encrypted = createItemEncryptor({ ...options, keyring: slow }).encryptItem(changing);
    changing.pk = { S: 'other' };
    delete changing.plain;
    release();
    expect((await encryptor.decryptItem((await encrypted).encryptedItem)).plaintextItem).toEqual(item);
  });

  it('takes bytes and promises of another realm, as in Jest', async () => {
    const foreign = runInNewContext(
      '({ bytes: new Uint8Array([1, 2, 3]), promise: (value) => Promise.resolve(value) })',
    ) as {
      bytes: Uint8Array;
      promise: <T>(value: T) => Promise<T>;
    };
    const elsewhere: SingleKeyring = {
      wrapKey: (request) => foreign.promise(keyring.wrapKey(request) as never),
      unwrapKey: (request, key) => foreign.promise(keyring.unwrapKey(request, key) as never),
    };
    const other = createItemEncryptor({ ...options, keyring: elsewhere });
    const { encryptedItem } = await other.encryptItem({ ...item, plain: { B: foreign.bytes } });
    expect(Buffer.from((await other.decryptItem(encryptedItem)).plaintextItem.plain!.B!)).toEqual(
      Buffer.from([1, 2, 3]),
    );
  });
});
