import { describe, expect, it } from 'vitest';
import type { AttributeMap } from './attribute/attribute-value.js';
import type { ItemEncryptorOptions } from './config/encryptor-options.js';
import { createItemEncryptor } from './item-encryptor.js';
import type { SingleKeyring } from './keyring/keyring.js';
import { createMultiKeyring } from './keyring/multi-keyring.js';
import { createRawAesKeyring } from './keyring/raw-aes-keyring.js';

const wrappingKey = Buffer.alloc(32, 9);
const keyring = createRawAesKeyring({ keyNamespace: 'space', keyName: 'key', wrappingKey });

const included = 'SIGN_AND_INCLUDE_IN_ENCRYPTION_CONTEXT';
const item: AttributeMap = {
  pk: { S: 'partition' },
  sk: { N: '42' },
  context: { SS: ['x', 'y'] },
  secret: { M: { deep: { B: new Uint8Array([1, 2, 3]) } } },
  other: { S: '' },
  plain: { L: [{ BOOL: true }, { NS: ['1', '2'] }] },
  ':free': { S: 'unsigned' },
};

function options(version: 1 | 2, algorithmSuiteId: 0x6700 | 0x6701): ItemEncryptorOptions {
  const key = version === 2 ? included : 'SIGN_ONLY';
  return {
    logicalTableName: 'table',
    partitionKeyName: 'pk',
    sortKeyName: 'sk',
    attributeActionsOnEncrypt: {
      pk: key,
      sk: key,
      context: version === 2 ? included : 'SIGN_ONLY',
      secret: 'ENCRYPT_AND_SIGN',
      other: 'ENCRYPT_AND_SIGN',
      plain: 'SIGN_ONLY',
      ':free': 'DO_NOTHING',
    },
    allowedUnsignedAttributePrefix: ':',
    algorithmSuiteId,
    keyring,
  };
}

const cases = [
  [1, 0x6700],
  [2, 0x6700],
  [1, 0x6701],
  [2, 0x6701],
] as const;

describe.each(cases)('an item of header version %i and suite %i', (version, suite) => {
  const encryptor = createItemEncryptor(options(version, suite));
  const encrypted = encryptor.encryptItem(item).then(({ encryptedItem }) => encryptedItem);
  const refused = async (hostile: AttributeMap, code: unknown = expect.stringMatching(/^ERR_/)) => {
    await expect(encryptor.decryptItem(hostile)).rejects.toMatchObject({ name: 'ItemEncryptionError', code });
  };

  it('is read when nobody touched it, whatever happens to what is not signed', async () => {
    const { ':free': _removed, ...rest } = await encrypted;
    expect((await encryptor.decryptItem(await encrypted)).plaintextItem).toEqual(item);
    await encryptor.decryptItem(rest);
    await encryptor.decryptItem({
      ...rest,
      ':free': { N: '1' },
      ':more': { S: 'x' },
      aws_dbe_b_x: { S: 'beacon' },
    });
  });

  it('is refused with any bit of header, footer or an encrypted attribute changed', async () => {
    const original = await encrypted;
    for (const name of ['aws_dbe_head', 'aws_dbe_foot', 'secret', 'other']) {
      const { length } = original[name]!.B!;
      for (let bit = 0; bit < 8 * length; bit++) {
        // Every byte, one bit each; with ECDSA a flip costs a verification, so the bit moves on with the byte.
        if (bit % 8 !== (bit >> 3) % 8) continue;
        const bytes = new Uint8Array(original[name]!.B!);
        bytes[bit >> 3]! ^= 1 << (bit % 8);
        await refused({ ...original, [name]: { B: bytes } });
      }
    }
  });

  it('is refused with header, footer or an encrypted attribute cut short at any length, or one byte longer', async () => {
    const original = await encrypted;
    for (const name of ['aws_dbe_head', 'aws_dbe_foot', 'secret', 'other']) {
      const bytes = new Uint8Array(original[name]!.B!);
      for (let length = 0; length < bytes.length; length++)
        await refused({ ...original, [name]: { B: bytes.subarray(0, length) } });
      await refused({ ...original, [name]: { B: new Uint8Array([...bytes, 0]) } });
      await refused({ ...original, [name]: { B: new Uint8Array([0, ...bytes]) } });
    }
  });

  it('is refused with a signed value, its type or its name changed', async () => {
    const original = await encrypted;
    await refused({ ...original, plain: { L: [{ BOOL: false }, { NS: ['1', '2'] }] } }, 'ERR_FOOTER_TAG');
    await refused({ ...original, plain: { S: 'x' } }, 'ERR_FOOTER_TAG');
    await refused({ ...original, plain: { N: '1e999' } }, 'ERR_VALUE_NUMBER');
    const { plain, ...rest } = original;
    await refused({ ...rest, plaim: plain! }, 'ERR_FOOTER_TAG');
    await refused({ ...original, secret: original.other!, other: original.secret! }, 'ERR_FOOTER_TAG');
    await refused({ ...original, secret: { S: 'text' } }, 'ERR_ENCRYPTED_ATTRIBUTE');
    await refused({ ...original, secret: { B: new Uint8Array(17) } }, 'ERR_ENCRYPTED_ATTRIBUTE');
  });

  it('is refused with a key or a context attribute changed, or under another table', async () => {
    const original = await encrypted;
    await refused({ ...original, pk: { S: 'other' } }, 'ERR_DATA_KEY');
    await refused({ ...original, sk: { S: '42' } }, 'ERR_DATA_KEY');
    await refused({ ...original, context: { SS: ['x'] } }, version === 2 ? 'ERR_DATA_KEY' : 'ERR_FOOTER_TAG');
    const elsewhere = createItemEncryptor({ ...options(version, suite), logicalTableName: 'other' });
    await expect(elsewhere.decryptItem(original)).rejects.toMatchObject({ code: 'ERR_DATA_KEY' });
    // Equal in its canonical form is the same.
    const { plaintextItem } = await encryptor.decryptItem({
      ...original,
      sk: { N: '4.2e1' },
      context: { SS: ['y', 'x'] },
    });
    expect(plaintextItem.sk).toEqual({ N: '4.2e1' });
  });

  it('is refused with an attribute removed or added', async () => {
    const original = await encrypted;
    for (const name of Object.keys(original)) {
      const { [name]: _removed, ...rest } = original;
      const codes: Record<string, string> = {
        pk: 'ERR_ITEM_KEY_MISSING',
        sk: 'ERR_ITEM_KEY_MISSING',
        aws_dbe_head: 'ERR_HEADER_MISSING',
        aws_dbe_foot: 'ERR_FOOTER_MISSING',
      };
      if (name !== ':free') await refused(rest, codes[name] ?? 'ERR_SIGNED_ATTRIBUTE_MISSING');
    }
    const { aws_dbe_head: _head, aws_dbe_foot: _foot, ...bare } = original;
    await refused(bare, 'ERR_PLAINTEXT_ITEM');
    await refused({ ...original, added: { S: '' } }, 'ERR_ATTRIBUTE_ADDED');
  });

  it('is refused with header or footer of another type, or empty', async () => {
    const original = await encrypted;
    await refused({ ...original, aws_dbe_head: { S: 'x' } }, 'ERR_HEADER_TYPE');
    await refused({ ...original, aws_dbe_head: { B: new Uint8Array() } }, 'ERR_HEADER_TYPE');
    await refused({ ...original, aws_dbe_foot: { BS: [new Uint8Array(1)] } }, 'ERR_FOOTER_TYPE');
    await refused({ ...original, aws_dbe_foot: { B: new Uint8Array() } }, 'ERR_FOOTER_TYPE');
  });

  it('is refused with the header or the footer of another item', async () => {
    const original = await encrypted;
    const { encryptedItem: another } = await encryptor.encryptItem(item);
    await refused({ ...original, aws_dbe_head: another.aws_dbe_head! }, 'ERR_FOOTER_TAG');
    await refused({ ...original, aws_dbe_foot: another.aws_dbe_foot! }, 'ERR_FOOTER_TAG');
    await refused({ ...original, secret: another.secret! }, 'ERR_FOOTER_TAG');
  });

  it('is refused under a configuration that leaves signed attributes out, and read under one that does not', async () => {
    const base = options(version, suite);
    const decryptWith = async (changed: Partial<ItemEncryptorOptions>) =>
      createItemEncryptor({ ...base, ...changed }).decryptItem(await encrypted);
    const actions = base.attributeActionsOnEncrypt as Record<string, string>;
    const unsigned = {
      attributeActionsOnEncrypt: {
        ...actions,
        secret: 'DO_NOTHING',
      } as ItemEncryptorOptions['attributeActionsOnEncrypt'],
      allowedUnsignedAttributes: ['secret'],
    };
    await expect(decryptWith(unsigned)).rejects.toMatchObject({ code: 'ERR_SIGNED_ATTRIBUTE_OUT_OF_SCOPE' });
    await expect(
      decryptWith({
        allowedUnsignedAttributePrefix: '::',
        attributeActionsOnEncrypt: {
          ...base.attributeActionsOnEncrypt,
          ':free': 'SIGN_ONLY',
        } as ItemEncryptorOptions['attributeActionsOnEncrypt'],
      }),
    ).rejects.toMatchObject({
      code: 'ERR_ATTRIBUTE_ADDED',
    });
    const swapped = { ...actions, secret: 'SIGN_ONLY', plain: 'ENCRYPT_AND_SIGN' };
    const { plaintextItem } = await decryptWith({
      attributeActionsOnEncrypt: swapped as ItemEncryptorOptions['attributeActionsOnEncrypt'],
    });
    expect(plaintextItem).toEqual(item);
  });

  it.each([
    ['another wrapping key', { wrappingKey: Buffer.alloc(32, 8) }],
    ['a shorter wrapping key', { wrappingKey: wrappingKey.subarray(0, 16) }],
    ['another namespace', { keyNamespace: 'spaces' }],
    ['another name', { keyName: 'ke' }],
  ])('is refused with %s', async (_what, change) => {
    const wrong = createRawAesKeyring({ keyNamespace: 'space', keyName: 'key', wrappingKey, ...change });
    const decrypted = createItemEncryptor({ ...options(version, suite), keyring: wrong }).decryptItem(
      await encrypted,
    );
    await expect(decrypted).rejects.toMatchObject({ code: 'ERR_DATA_KEY' });
  });
});

describe('a suite that does not fit its header', () => {
  it('is refused: a signature announced without a key, and a key without a signature', async () => {
    for (const suite of [0x6700, 0x6701] as const) {
      const { encryptedItem } = await createItemEncryptor(options(1, suite)).encryptItem(item);
      const header = new Uint8Array(encryptedItem.aws_dbe_head!.B!);
      header[1]! ^= 1;
      const decrypted = createItemEncryptor(options(1, suite)).decryptItem({
        ...encryptedItem,
        aws_dbe_head: { B: header },
      });
      await expect(decrypted).rejects.toMatchObject({ code: 'ERR_PUBLIC_KEY' });
    }
  });
});

describe('several recipients', () => {
  const other = createRawAesKeyring({
    keyNamespace: 'space',
    keyName: 'other',
    wrappingKey: Buffer.alloc(16, 5),
  });
  const both = createMultiKeyring({ generator: keyring, children: [other] });

  it.each([0x6700, 0x6701] as const)(
    'each read the item, and each tag protects its own (suite %i)',
    async (suite) => {
      const writer = createItemEncryptor({ ...options(2, suite), keyring: both });
      const { encryptedItem } = await writer.encryptItem(item);
      const foot = new Uint8Array(encryptedItem.aws_dbe_foot!.B!);
      expect(foot.length).toBe(96 + (suite === 0x6701 ? 103 : 0));
      for (const one of [keyring, other, createMultiKeyring({ children: [other] })]) {
        const { plaintextItem } = await createItemEncryptor({
          ...options(2, suite),
          keyring: one,
        }).decryptItem(encryptedItem);
        expect(plaintextItem).toEqual(item);
      }
      foot[60]! ^= 1;
      const tampered = { ...encryptedItem, aws_dbe_foot: { B: foot } };
      const second = createItemEncryptor({ ...options(2, suite), keyring: other }).decryptItem(tampered);
      await expect(second).rejects.toMatchObject({ code: 'ERR_FOOTER_TAG' });
      await createItemEncryptor({ ...options(2, suite), keyring }).decryptItem(tampered);
    },
  );

  it('cannot be encrypted for without a generator, and not for nobody', async () => {
    const reader = createItemEncryptor({
      ...options(1, 0x6700),
      keyring: createMultiKeyring({ children: [other] }),
    });
    await expect(reader.encryptItem(item)).rejects.toMatchObject({ code: 'ERR_KEYRING_CONFIG' });
    expect(() => createMultiKeyring({})).toThrow(expect.objectContaining({ code: 'ERR_KEYRING_CONFIG' }));
  });
});

describe('keys', () => {
  it('are wiped once they are used', async () => {
    const seen: Uint8Array[] = [];
    const spy: SingleKeyring = {
      async wrapKey(request) {
        const wrapped = await (keyring as SingleKeyring).wrapKey(request);
        seen.push(wrapped.intermediateKey);
        return wrapped;
      },
      async unwrapKey(request, key) {
        const unwrapped = await (keyring as SingleKeyring).unwrapKey(request, key);
        if (unwrapped !== undefined) seen.push(unwrapped);
        return unwrapped;
      },
    };
    const encryptor = createItemEncryptor({ ...options(1, 0x6700), keyring: spy });
    await encryptor.decryptItem((await encryptor.encryptItem(item)).encryptedItem);
    expect(seen.map((key) => [...key])).toEqual([Array(32).fill(0), Array(32).fill(0)]);
  });

  it('are wiped when another recipient fails, and the failure is passed on', async () => {
    const made = new Uint8Array(32).fill(7);
    const slow: SingleKeyring = {
      wrapKey: async () => ({
        intermediateKey: made,
        providerId: 'x',
        providerInfo: new Uint8Array(),
        wrappedKey: new Uint8Array(1),
      }),
      unwrapKey: () => undefined,
    };
    const broken: SingleKeyring = {
      wrapKey: () => Promise.reject(new Error('no network')),
      unwrapKey: () => undefined,
    };
    const both = createMultiKeyring({ generator: slow, children: [broken] });
    const encrypted = createItemEncryptor({ ...options(1, 0x6700), keyring: both }).encryptItem(item);
    await expect(encrypted).rejects.toThrow('no network');
    expect(made).toEqual(new Uint8Array(32));
  });

  it('of a keyring must have 32 bytes', async () => {
    const short: SingleKeyring = {
      wrapKey: () => ({
        intermediateKey: new Uint8Array(16),
        providerId: 'x',
        providerInfo: new Uint8Array(),
        wrappedKey: new Uint8Array(1),
      }),
      unwrapKey: () => undefined,
    };
    const encrypted = createItemEncryptor({ ...options(1, 0x6700), keyring: short }).encryptItem(item);
    await expect(encrypted).rejects.toMatchObject({
      code: 'ERR_KEYRING',
      message: expect.stringContaining('16 bytes'),
    });
  });
});
