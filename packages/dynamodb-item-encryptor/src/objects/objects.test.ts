import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AttributeMap } from '../attribute/attribute-value.js';
import { createItemEncryptor } from '../item-encryptor.js';
import { createRawAesKeyring } from '../keyring/raw-aes-keyring.js';
import { attributeValue } from '../testing/arbitrary-items.js';
import { canonicalItem } from '../testing/canonical-item.js';
import { fromDynamoDbJson, toDynamoDbJson } from './dynamodb-json.js';
import { decryptObject, encryptObject } from './native-objects.js';

const encryptor = createItemEncryptor({
  logicalTableName: 'table',
  partitionKeyName: 'pk',
  attributeActionsOnEncrypt: { pk: 'SIGN_ONLY', count: 'SIGN_ONLY', secret: 'ENCRYPT_AND_SIGN' },
  keyring: createRawAesKeyring({ keyNamespace: 'n', keyName: 'k', wrappingKey: Buffer.alloc(32, 1) }),
  algorithmSuiteId: 0x6700,
});

describe('native objects', () => {
  const object = {
    pk: 'a',
    count: 3,
    secret: { tags: new Set(['x']), list: [1, null, true], bytes: new Uint8Array([1]) },
  };

  it('come back as they were', async () => {
    const { encryptedObject } = await encryptObject(encryptor, object);
    expect(encryptedObject.secret).toBeInstanceOf(Uint8Array);
    expect(encryptedObject.count).toBe(3);
    const { plaintextObject, parsedHeader } = await decryptObject(encryptor, encryptedObject);
    expect(plaintextObject).toEqual(object);
    expect(parsedHeader?.attributeActionsOnEncrypt.get('secret')).toBe('ENCRYPT_AND_SIGN');
  });

  it('are marshalled as asked, and keep all digits if asked', async () => {
    const options = { removeUndefinedValues: true, wrapNumbers: true };
    const { encryptedObject } = await encryptObject(
      encryptor,
      { pk: 'a', count: 12345678901234567890n, secret: { gone: undefined } },
      options,
    );
    const { plaintextObject } = await decryptObject(encryptor, encryptedObject, options);
    expect(plaintextObject.count).toMatchObject({ value: '12345678901234567890' });
    expect(plaintextObject.secret).toEqual({});
    await expect(encryptObject(encryptor, { pk: 'a', secret: undefined })).rejects.toThrow(/undefined/);
  });
});

describe('DynamoDB JSON', () => {
  it('holds binaries as base64, and everything else as it is', () => {
    const item: AttributeMap = {
      a: { B: new Uint8Array([255]) },
      b: { L: [{ BS: [new Uint8Array([1])] }] },
      c: { N: '1.50' },
    };
    const json = { a: { B: '/w==' }, b: { L: [{ BS: ['AQ=='] }] }, c: { N: '1.50' } };
    expect(toDynamoDbJson(item)).toEqual(json);
    expect(fromDynamoDbJson(json)).toEqual(item);
  });

  it('goes there and back with anything, through text', () => {
    fc.assert(
      fc.property(attributeValue, (value) => {
        const text = JSON.stringify(toDynamoDbJson({ value }));
        expect(canonicalItem(fromDynamoDbJson(JSON.parse(text)))).toEqual(canonicalItem({ value }));
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['a binary that is no base64', { a: { B: 'ä' } }, 'ERR_VALUE_TYPE'],
    ['a binary in other letters', { a: { B: '_w==' } }, 'ERR_VALUE_TYPE'],
    ['a bare value', { a: 'x' }, 'ERR_VALUE_TYPE'],
  ])('is refused with %s', (_what, json, code) => {
    expect(() => fromDynamoDbJson(json as never)).toThrow(expect.objectContaining({ code }));
  });

  it('is refused with bytes that are none, and deeper than 32', () => {
    expect(() => toDynamoDbJson({ a: { B: 'x' as never } })).toThrow(/must be a Uint8Array/);
    let deep: AttributeMap[string] = { NULL: true };
    for (let i = 0; i < 32; i++) deep = { L: [deep] };
    expect(() => toDynamoDbJson({ deep })).toThrow(expect.objectContaining({ code: 'ERR_VALUE_DEPTH' }));
  });
});
