import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AttributeMap, AttributeValue } from '../attribute/attribute-value.js';
import { createItemEncryptor } from '../item-encryptor.js';
import type { SingleKeyring } from '../keyring/keyring.js';
import { createRawAesKeyring } from '../keyring/raw-aes-keyring.js';
import { OutputSlab, privateBytes } from './slab.js';

const rawKeyring = createRawAesKeyring({ keyNamespace: 'n', keyName: 'k', wrappingKey: Buffer.alloc(32, 1) });
/** The memory that a keyring gets to see on the way. */
const seenByKeyring: Uint8Array[] = [];
const keyring: SingleKeyring = {
  wrapKey: (request) => {
    seenByKeyring.push(request.encryptionContextBytes);
    return rawKeyring.wrapKey(request);
  },
  unwrapKey: (request, key) => {
    seenByKeyring.push(request.encryptionContextBytes, key.providerInfo, key.wrappedKey);
    return rawKeyring.unwrapKey(request, key);
  },
};
const encryptor = createItemEncryptor({
  logicalTableName: 'table',
  partitionKeyName: 'pk',
  attributeActionsOnEncrypt: {
    pk: 'SIGN_ONLY',
    small: 'ENCRYPT_AND_SIGN',
    other: 'ENCRYPT_AND_SIGN',
    list: 'ENCRYPT_AND_SIGN',
    long: 'ENCRYPT_AND_SIGN',
  },
  keyring,
});
const binary = (length: number, byte: number): AttributeValue => ({
  B: new Uint8Array(length).fill(byte),
});
const itemOf = (byte: number): AttributeMap => ({
  pk: { S: `item ${byte}` },
  small: binary(30, byte),
  other: { M: { a: binary(40, byte + 1), b: { BS: [new Uint8Array(3).fill(byte + 1)] } } },
  list: { L: [binary(100, byte + 2), binary(50_000, byte + 2), binary(200, byte + 2)] },
  long: binary(20_000, byte + 3),
});

/** Every binary in a value. */
function binariesOf(value: AttributeValue): Uint8Array[] {
  if (value.B !== undefined) return [value.B];
  return [...(value.BS ?? []), ...Object.values(value.M ?? value.L ?? {}).flatMap(binariesOf)];
}

const buffersOf = (item: AttributeMap) =>
  new Set(
    Object.values(item)
      .flatMap(binariesOf)
      .map((b) => b.buffer),
  );

describe('the arrays of a slab', () => {
  it('are zeros, as long as asked for, and never overlap', () => {
    fc.assert(
      fc.property(fc.nat(20_000), fc.array(fc.nat(3000), { maxLength: 60 }), (expected, lengths) => {
        const slab = new OutputSlab(expected);
        const arrays = lengths.map((length, i) => {
          const array = slab.take(length);
          expect(array.length).toBe(length);
          if (length < 2048) expect(array.every((byte) => byte === 0)).toBe(true);
          return array.fill(i + 1);
        });
        for (const [i, array] of arrays.entries()) expect(array.every((byte) => byte === i + 1)).toBe(true);
      }),
    );
  });

  it('are one block without a remainder when they are as large as expected', () => {
    const slab = new OutputSlab(300);
    const arrays = [slab.take(100), slab.take(0), slab.take(200)];
    expect(new Set(arrays.map(({ buffer }) => buffer)).size).toBe(1);
    expect(arrays[0]?.buffer.byteLength).toBe(300);
    expect(slab.total).toBe(300);
  });

  it('have a buffer of their own when they are large', () => {
    const slab = new OutputSlab(10_000);
    expect(slab.take(2048).buffer.byteLength).toBe(2048);
    expect(slab.total).toBe(0);
  });
});

describe('memory', () => {
  it('of an encrypted item is that item’s alone, all of it', async () => {
    const [first, second] = [await encryptor.encryptItem(itemOf(1)), await encryptor.encryptItem(itemOf(11))];
    const [a, b] = [buffersOf(first.encryptedItem), buffersOf(second.encryptedItem)];
    for (const buffer of b) expect(a.has(buffer)).toBe(false);
    // The second item knows from the first what it needs: its arrays fill what they are in.
    const bytes = Object.values(second.encryptedItem).flatMap(binariesOf);
    const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
    expect(sum(bytes.map(({ length }) => length))).toBe(sum([...b].map(({ byteLength }) => byteLength)));
  });

  it('of a decrypted attribute shows nothing of another attribute or item', async () => {
    const items = await Promise.all(
      [1, 11].map(async (byte) => {
        const { encryptedItem } = await encryptor.encryptItem(itemOf(byte));
        return (await encryptor.decryptItem(encryptedItem)).plaintextItem;
      }),
    );
    const owners = new Map<ArrayBufferLike, string>();
    for (const [i, item] of items.entries()) {
      expect(item).toEqual(itemOf(10 * i + 1));
      for (const [name, value] of Object.entries(item)) {
        for (const { buffer } of binariesOf(value)) {
          const owner = `${name} of item ${i}`;
          expect(owners.get(buffer) ?? owner).toBe(owner);
          owners.set(buffer, owner);
        }
      }
    }
    expect(owners.size).toBeGreaterThanOrEqual(8);
  });

  it('stays when the buffer of another attribute, or item, is transferred or overwritten', async () => {
    const [one, two] = [await encryptor.encryptItem(itemOf(1)), await encryptor.encryptItem(itemOf(11))];
    for (const buffer of buffersOf(one.encryptedItem)) new Uint8Array(buffer).fill(0);
    const head = two.encryptedItem.aws_dbe_head?.B;
    structuredClone(head, { transfer: [head?.buffer as ArrayBuffer] });
    const { plaintextItem } = await encryptor.decryptItem(two.encryptedItem);
    const small = plaintextItem.small?.B;
    structuredClone(small, { transfer: [small?.buffer as ArrayBuffer] });
    expect({ ...plaintextItem, small: binary(30, 11) }).toEqual(itemOf(11));
  });

  it('of keys is seen by nobody else', async () => {
    seenByKeyring.length = 0;
    const { encryptedItem } = await encryptor.encryptItem(itemOf(1));
    const { plaintextItem, parsedHeader } = await encryptor.decryptItem(encryptedItem);
    const { buffer } = privateBytes(1);
    const seen = [
      ...seenByKeyring.map((bytes) => bytes.buffer),
      ...buffersOf(encryptedItem),
      ...buffersOf(plaintextItem),
    ];
    for (const key of parsedHeader?.encryptedDataKeys ?? [])
      seen.push(key.ciphertext.buffer, key.providerInfo.buffer);
    expect(seen.length).toBeGreaterThan(10);
    expect(seen).not.toContain(buffer);
  });
});
