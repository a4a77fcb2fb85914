import { describe, expect, it } from 'vitest';
import type { AttributeMap } from './attribute/attribute-value.js';
import { CanonicalPaths } from './attribute/canonical-path.js';
import { OutputSlab } from './bytes/slab.js';
import type { ItemEncryptorOptions } from './config/encryptor-options.js';
import { type ContextEntry, EncryptionContext, serializeContext } from './context/encryption-context.js';
import { CanonicalHash } from './footer/canonical-hash.js';
import { parseHeader } from './header/header.js';
import { encryptField } from './item/encrypt-field.js';
import { openFields } from './item/open-fields.js';
import { createItemEncryptor } from './item-encryptor.js';
import { createMultiKeyring } from './keyring/multi-keyring.js';
import { createRawAesKeyring } from './keyring/raw-aes-keyring.js';
import { readPublicKey } from './signature/item-signature.js';
import { CanonicalWriter } from './value/canonical-writer.js';
import { TYPE_ID } from './value/type-id.js';

const keyring = createRawAesKeyring({ keyNamespace: 'n', keyName: 'k', wrappingKey: Buffer.alloc(32, 1) });
const base: ItemEncryptorOptions = {
  logicalTableName: 'table',
  partitionKeyName: 'pk',
  attributeActionsOnEncrypt: { pk: 'SIGN_ONLY', secret: 'ENCRYPT_AND_SIGN' },
  keyring,
};
const item: AttributeMap = { pk: { S: 'a' }, secret: { S: 'b' } };
const signing = createItemEncryptor(base);
const plain = createItemEncryptor({ ...base, algorithmSuiteId: 0x6700 });
const code = (name: string) => expect.objectContaining({ name: 'ItemEncryptionError', code: name });

/** Header, parted at the stored encryption context. */
function partsOf(header: Uint8Array) {
  const bytes = Buffer.from(header);
  const contextAt = 36 + bytes.readUInt16BE(34);
  const { storedContext } = parseHeader(bytes);
  const context = serializeContext(storedContext);
  return {
    before: bytes.subarray(0, contextAt),
    storedContext,
    after: bytes.subarray(contextAt + context.length),
  };
}

async function withHeader(change: (header: Buffer) => Buffer, encryptor = signing): Promise<void> {
  const { encryptedItem } = await encryptor.encryptItem(item);
  const header = change(Buffer.from(encryptedItem.aws_dbe_head!.B!));
  await encryptor.decryptItem({ ...encryptedItem, aws_dbe_head: { B: new Uint8Array(header) } });
}

const withContext = (entries: readonly ContextEntry[]) => (header: Buffer) => {
  const { before, after, storedContext } = partsOf(header);
  const context = Buffer.concat([
    Buffer.from([0, storedContext.length + entries.length]),
    serializeContext(storedContext).subarray(2),
    serializeContext(entries).subarray(2),
  ]);
  return Buffer.concat([before, context, after]);
};
const withByte = (index: number, value: number) => (header: Buffer) => {
  header[index] = value;
  return header;
};

describe('a header', () => {
  it.each<[string, (header: Buffer) => Buffer, string]>([
    ['of version 0', withByte(0, 0), 'version 0 is unknown'],
    ['of version 3', withByte(0, 3), 'version 3 is unknown'],
    ['of flavor 2', withByte(1, 2), 'flavor 2 is unknown'],
    ['with an unknown letter in its legend', withByte(36, 0x66), 'unknown letter'],
    ['of 33 bytes', (header) => header.subarray(0, 33), 'cut short'],
    ['with a byte too many', (header) => Buffer.concat([header, Buffer.alloc(1)]), 'bytes are left over'],
    ['without its commitment', (header) => header.subarray(0, -32), 'cut short'],
    ['with a context key twice', withContext([['aws-crypto-public-key', 'x']]), 'ascending order'],
    ['with context keys out of order', withContext([['a', 'x']]), 'ascending order'],
    [
      'with an empty context key',
      (header) => {
        const { before, after } = partsOf(header);
        return Buffer.concat([before, serializeContext([['', 'x']]), after]);
      },
      'ascending order',
    ],
    [
      'with a context that is not UTF-8',
      (header) => {
        const at = header.indexOf('aws-crypto-public-key');
        return withByte(at, 0xff)(header);
      },
      'not UTF-8',
    ],
    [
      'with a provider that is not UTF-8',
      (header) => {
        const { before, after, storedContext } = partsOf(header);
        return Buffer.concat([
          before,
          serializeContext(storedContext),
          withByte(3, 0xff)(Buffer.from(after)),
        ]);
      },
      'not UTF-8',
    ],
    [
      'without any data key',
      (header) => {
        const { before, after, storedContext } = partsOf(header);
        return Buffer.concat([
          before,
          serializeContext(storedContext),
          Buffer.from([0]),
          after.subarray(-32),
        ]);
      },
      'no encrypted data key',
    ],
    [
      'with more data keys announced than there are',
      (header) => {
        const { before, after, storedContext } = partsOf(header);
        return Buffer.concat([before, serializeContext(storedContext), Buffer.from([9]), after.subarray(1)]);
      },
      'cut short',
    ],
  ])('%s cannot be read', async (_what, change, message) => {
    await expect(withHeader(change)).rejects.toMatchObject({
      code: 'ERR_HEADER_FORMAT',
      message: expect.stringContaining(message),
    });
  });

  it('that contradicts the configuration is refused', async () => {
    const change = withContext([['aws-crypto-table-name', 'other']]);
    await expect(withHeader(change)).rejects.toEqual(code('ERR_CONTEXT_CONFLICT'));
  });

  it('that stores what the configuration says as well is another one', async () => {
    await expect(withHeader(withContext([['aws-crypto-table-name', 'table']]))).rejects.toEqual(
      code('ERR_COMMITMENT'),
    );
  });

  it('with another message id is that of another item', async () => {
    await expect(withHeader((header) => withByte(2, header[2]! ^ 1)(header), plain)).rejects.toEqual(
      code('ERR_COMMITMENT'),
    );
  });

  it.each(['', 'AAAA', 'A'.repeat(68), `${'A'.repeat(64)}====`, 'not base64 at all'])(
    'with the public key "%s" is refused',
    (text) => {
      expect(() => readPublicKey(text)).toThrow(code('ERR_PUBLIC_KEY'));
    },
  );
});

describe('a footer', () => {
  const withFooter = async (change: (footer: Uint8Array) => Uint8Array, encryptor = signing) => {
    const { encryptedItem } = await encryptor.encryptItem(item);
    const B = change(new Uint8Array(encryptedItem.aws_dbe_foot!.B!));
    return encryptor.decryptItem({ ...encryptedItem, aws_dbe_foot: { B } });
  };

  it.each([
    ['a tag too many', (footer: Uint8Array) => new Uint8Array([...footer, ...new Uint8Array(48)])],
    ['no tag', (footer: Uint8Array) => footer.subarray(48)],
    ['no signature', (footer: Uint8Array) => footer.subarray(0, 48)],
  ])('with %s is refused by its length', async (_what, change) => {
    await expect(withFooter(change)).rejects.toEqual(code('ERR_FOOTER_FORMAT'));
  });

  it('with a signature is refused where none was announced', async () => {
    await expect(
      withFooter((footer) => new Uint8Array([...footer, ...new Uint8Array(103)]), plain),
    ).rejects.toEqual(code('ERR_FOOTER_FORMAT'));
  });

  it('with a right tag and a wrong signature is refused', async () => {
    for (const at of [48, 60, 150]) {
      const change = (footer: Uint8Array) => footer.map((byte, i) => (i === at ? byte ^ 1 : byte));
      await expect(withFooter(change)).rejects.toEqual(code('ERR_FOOTER_SIGNATURE'));
    }
  });

  it('with the signature of another item is refused', async () => {
    const { encryptedItem } = await signing.encryptItem(item);
    const other = encryptedItem.aws_dbe_foot!.B!.subarray(48);
    await expect(
      withFooter((footer) => new Uint8Array([...footer.subarray(0, 48), ...other])),
    ).rejects.toEqual(code('ERR_FOOTER_SIGNATURE'));
  });
});

describe('what only the holder of a key could write', () => {
  const path = new CanonicalPaths('table').of('secret');
  const keys = new Uint8Array(48).fill(7);
  const field = { name: 'secret', index: 0, path };

  /** An encrypted attribute with a valid tag around any bytes. */
  function sealed(typeId: number, bytes: Uint8Array): Uint8Array {
    const writer = new CanonicalWriter();
    const mark = writer.mark();
    writer.bytes(bytes);
    const hash = new CanonicalHash(new Uint8Array(1), new Uint8Array(1));
    const B = encryptField({ typeId, stretch: writer.since(mark), path }, writer, keys, 0, {
      hash,
      output: new OutputSlab(0),
    });
    hash.release();
    return B;
  }
  const open = (B: Uint8Array, name = 'secret') =>
    openFields(Buffer.from('e'), [{ ...field, path: new CanonicalPaths('table').of(name) }], [{ B }], keys);

  it('is opened if it is sound', () => {
    expect(open(sealed(TYPE_ID.S, Buffer.from('x')))).toEqual([{ S: 'x' }]);
    const long = new Uint8Array(300_000).fill(3);
    expect(open(sealed(TYPE_ID.B, long))).toEqual([{ B: long }]);
  });

  it('is refused if its plaintext is none, and says for which attribute', () => {
    expect(() => open(sealed(TYPE_ID.BOOL, Buffer.from([2])))).toThrow(
      expect.objectContaining({
        code: 'ERR_PLAINTEXT_ENCODING',
        attribute: 'secret',
        message: expect.stringMatching(/^attribute secret: /),
      }),
    );
    expect(() => open(sealed(0x0042, Buffer.alloc(0)))).toThrow(code('ERR_PLAINTEXT_ENCODING'));
  });

  it('is refused if it was changed, or stands in another place', () => {
    const B = sealed(TYPE_ID.S, Buffer.from('x'));
    expect(() => open(B.map((byte, i) => (i === 2 ? byte ^ 1 : byte)))).toThrow(
      code('ERR_ENCRYPTED_ATTRIBUTE'),
    );
    expect(() => open(B.subarray(0, -1))).toThrow(code('ERR_ENCRYPTED_ATTRIBUTE'));
    expect(() => open(B.subarray(0, 17))).toThrow(code('ERR_ENCRYPTED_ATTRIBUTE'));
    expect(() => open(B, 'terces')).toThrow(code('ERR_ENCRYPTED_ATTRIBUTE'));
  });
});

describe('an item to encrypt', () => {
  it.each<[string, AttributeMap, string]>([
    ['without its key', { secret: { S: 'b' } }, 'ERR_ITEM_KEY_MISSING'],
    ['with its key by inheritance', Object.create(item), 'ERR_ITEM_KEY_MISSING'],
    ['with an attribute without an action', { ...item, more: { S: '' } }, 'ERR_ATTRIBUTE_ACTION_MISSING'],
    [
      'that is encrypted already',
      { ...item, aws_dbe_head: { B: new Uint8Array(1) } },
      'ERR_ATTRIBUTE_RESERVED',
    ],
    ['with a beacon', { ...item, aws_dbe_b_secret: { S: '' } }, 'ERR_ATTRIBUTE_RESERVED'],
    ['with an attribute that is undefined', { ...item, secret: undefined as never }, 'ERR_VALUE_TYPE'],
    ['with a number of 39 digits', { ...item, secret: { N: '1'.repeat(39) } }, 'ERR_VALUE_NUMBER'],
    ['that is a list', [] as never, 'ERR_VALUE_TYPE'],
    ['that is nothing', null as never, 'ERR_VALUE_TYPE'],
    ['with a key of 64 KiB', { ...item, pk: { S: 'x'.repeat(65_536) } }, 'ERR_ITEM_TOO_LARGE'],
  ])('%s is refused', async (_what, bad, name) => {
    await expect(plain.encryptItem(bad)).rejects.toEqual(code(name));
    // And what was in use while it failed is as good as new.
    expect((await plain.decryptItem((await plain.encryptItem(item)).encryptedItem)).plaintextItem).toEqual(
      item,
    );
  });

  it('without an attribute that goes into the encryption context is refused', async () => {
    const included = 'SIGN_AND_INCLUDE_IN_ENCRYPTION_CONTEXT' as const;
    const encryptor = createItemEncryptor({
      ...base,
      attributeActionsOnEncrypt: { pk: included, tenant: included },
    });
    await expect(encryptor.encryptItem({ pk: { S: 'a' } })).rejects.toEqual(
      code('ERR_CONTEXT_ATTRIBUTE_MISSING'),
    );
  });

  it('for more recipients than a header can name is refused', async () => {
    const many = createMultiKeyring({
      generator: keyring,
      children: Array.from({ length: 255 }, () => keyring),
    });
    const encryptor = createItemEncryptor({ ...base, keyring: many, algorithmSuiteId: 0x6700 });
    await expect(encryptor.encryptItem(item)).rejects.toEqual(code('ERR_ITEM_TOO_LARGE'));
  });
});

describe('plaintext', () => {
  const withOverride = (plaintextOverride: ItemEncryptorOptions['plaintextOverride']) =>
    createItemEncryptor({ ...base, ...(plaintextOverride && { plaintextOverride }) });

  it('is written and read as the override says', async () => {
    const force = withOverride('FORCE_PLAINTEXT_WRITE_ALLOW_PLAINTEXT_READ');
    expect((await force.encryptItem(item)).encryptedItem).toEqual(item);
    expect(await force.decryptItem(item)).toEqual({ plaintextItem: item, parsedHeader: undefined });
    const allow = withOverride('FORBID_PLAINTEXT_WRITE_ALLOW_PLAINTEXT_READ');
    const { encryptedItem } = await allow.encryptItem(item);
    expect(encryptedItem.secret).toHaveProperty('B');
    expect((await allow.decryptItem(item)).plaintextItem).toEqual(item);
    expect((await allow.decryptItem(encryptedItem)).plaintextItem).toEqual(item);
    await expect(withOverride(undefined).decryptItem(item)).rejects.toEqual(code('ERR_PLAINTEXT_ITEM'));
  });

  it('is not what lost its header or footer, nor what the older client wrote', async () => {
    const allow = withOverride('FORBID_PLAINTEXT_WRITE_ALLOW_PLAINTEXT_READ');
    const { aws_dbe_head: head, aws_dbe_foot: foot, ...rest } = (await allow.encryptItem(item)).encryptedItem;
    await expect(allow.decryptItem({ ...rest, aws_dbe_foot: foot! })).rejects.toEqual(
      code('ERR_HEADER_MISSING'),
    );
    await expect(allow.decryptItem({ ...rest, aws_dbe_head: head! })).rejects.toEqual(
      code('ERR_FOOTER_MISSING'),
    );
    const legacy = {
      ...item,
      '*amzn-ddb-map-desc*': { B: new Uint8Array(1) },
      '*amzn-ddb-map-sig*': { B: new Uint8Array(1) },
    };
    await expect(allow.decryptItem(legacy)).rejects.toEqual(code('ERR_LEGACY_ITEM'));
  });
});

describe('an encryption context', () => {
  it('is sorted by UTF-8 bytes, not by UTF-16 code units', () => {
    const context = EncryptionContext.of([
      ['\u{10002}', '1'],
      ['\uFE4C', '2'],
    ]);
    expect(context.entries.map(([key]) => key)).toEqual(['\uFE4C', '\u{10002}']);
  });
});
