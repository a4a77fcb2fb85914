import { KMS, KMSClient } from '@aws-sdk/client-kms';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AttributeMap } from '../attribute/attribute-value.js';
import { createItemEncryptor } from '../item-encryptor.js';
import { type KmsStub, startKmsStub } from '../testing/kms-stub.js';
import type { Keyring } from './keyring.js';
import { createKmsKeyring } from './kms-keyring.js';
import { createMultiKeyring } from './multi-keyring.js';
import { createRawAesKeyring } from './raw-aes-keyring.js';

const keyArn = 'arn:aws:kms:eu-central-1:123456789012:key/0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f';
const otherArn = 'arn:aws:kms:eu-central-1:123456789012:key/mrk-11111111222233334444555555555555';
const item: AttributeMap = { pk: { S: 'a' }, secret: { M: { deep: { N: '1.50' } } } };

let kms: KmsStub;
let client: KMSClient;
let aggregated: KMS;
beforeAll(async () => {
  kms = await startKmsStub();
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const config = { endpoint: kms.endpoint, region: 'eu-central-1', credentials, maxAttempts: 1 };
  client = new KMSClient(config);
  aggregated = new KMS(config);
});
afterAll(async () => {
  aggregated.destroy();
  client.destroy();
  await kms.close();
});
beforeEach(() => {
  kms.calls.length = 0;
  kms.fault = undefined;
});

const encryptorWith = (keyring: Keyring, logicalTableName = 'people', maxEncryptedDataKeys?: number) =>
  createItemEncryptor({
    ...(maxEncryptedDataKeys === undefined ? {} : { maxEncryptedDataKeys }),
    logicalTableName,
    partitionKeyName: 'pk',
    attributeActionsOnEncrypt: { pk: 'SIGN_ONLY', secret: 'ENCRYPT_AND_SIGN' },
    keyring,
  });

describe('a KMS keyring', () => {
  it('has KMS make and unwrap the intermediate key, bound to the whole encryption context', async () => {
    const keyring = createKmsKeyring({ client, keyArn, grantTokens: ['grant'] });
    const { encryptedItem } = await encryptorWith(keyring).encryptItem(item);
    const { plaintextItem, parsedHeader } = await encryptorWith(keyring).decryptItem(encryptedItem);
    expect(plaintextItem.secret).toEqual({ M: { deep: { N: '1.5' } } });
    expect(kms.calls.map(({ operation }) => operation)).toEqual(['GenerateDataKey', 'Decrypt']);
    for (const { request } of kms.calls) {
      expect(request).toMatchObject({ KeyId: keyArn, GrantTokens: ['grant'] });
      expect(Object.keys(request.EncryptionContext ?? {}).sort()).toEqual([
        'aws-crypto-attr.pk',
        'aws-crypto-partition-name',
        'aws-crypto-public-key',
        'aws-crypto-table-name',
      ]);
    }
    expect(parsedHeader?.encryptedDataKeys).toHaveLength(1);
    const [key] = parsedHeader?.encryptedDataKeys ?? [];
    expect(key?.providerId).toBe('aws-kms');
    expect(Buffer.from(key?.providerInfo ?? []).toString()).toBe(keyArn);
  });

  it('as a child has KMS encrypt, and is not asked when another keyring can decrypt', async () => {
    const raw = createRawAesKeyring({ keyNamespace: 'n', keyName: 'k', wrappingKey: Buffer.alloc(32, 3) });
    const child = createKmsKeyring({ client: aggregated, keyArn: otherArn });
    const { encryptedItem } = await encryptorWith(
      createMultiKeyring({ generator: raw, children: [child] }),
    ).encryptItem(item);
    expect(kms.calls.map(({ operation }) => operation)).toEqual(['Encrypt']);
    await encryptorWith(createMultiKeyring({ children: [raw, child] })).decryptItem(encryptedItem);
    expect(kms.calls).toHaveLength(1);
    await encryptorWith(child).decryptItem(encryptedItem);
    expect(kms.calls.map(({ operation }) => operation)).toEqual(['Encrypt', 'Decrypt']);
  });

  it('is not asked at all for an item with more encrypted data keys than allowed', async () => {
    const raw = createRawAesKeyring({ keyNamespace: 'n', keyName: 'k', wrappingKey: Buffer.alloc(32, 3) });
    const kmsKeyring = createKmsKeyring({ client, keyArn });
    const children = Array.from({ length: 16 }, () => kmsKeyring);
    const { encryptedItem } = await encryptorWith(
      createMultiKeyring({ generator: raw, children }),
    ).encryptItem(item);
    kms.calls.length = 0;
    kms.fault = { keyId: otherArn };
    await expect(encryptorWith(kmsKeyring).decryptItem(encryptedItem)).rejects.toMatchObject({
      code: 'ERR_DATA_KEY_COUNT',
      message: expect.stringContaining('17 encrypted data keys; maxEncryptedDataKeys is 16'),
    });
    expect(kms.calls).toHaveLength(0);
    await expect(encryptorWith(kmsKeyring, 'people', 17).decryptItem(encryptedItem)).rejects.toMatchObject({
      code: 'ERR_DATA_KEY',
    });
    expect(kms.calls).toHaveLength(16);
    // One with as many keyrings of its own reads what it writes.
    kms.fault = undefined;
    await encryptorWith(createMultiKeyring({ generator: raw, children })).decryptItem(encryptedItem);
  });

  it('sends nothing for items that name another key', async () => {
    const { encryptedItem } = await encryptorWith(createKmsKeyring({ client, keyArn: otherArn })).encryptItem(
      item,
    );
    const decrypted = encryptorWith(createKmsKeyring({ client, keyArn })).decryptItem(encryptedItem);
    await expect(decrypted).rejects.toMatchObject({ code: 'ERR_DATA_KEY' });
    expect(kms.calls).toHaveLength(1);
  });

  it('passes on why KMS refused', async () => {
    const keyring = createKmsKeyring({ client, keyArn });
    const { encryptedItem } = await encryptorWith(keyring).encryptItem(item);
    const decrypted = encryptorWith(keyring, 'other').decryptItem(encryptedItem);
    await expect(decrypted).rejects.toMatchObject({
      code: 'ERR_DATA_KEY',
      cause: {
        errors: [{ code: 'ERR_KEYRING', message: expect.stringContaining('InvalidCiphertextException') }],
      },
    });
  });

  it.each([
    ['another key', { keyId: otherArn }],
    ['a short key', { plaintext: Buffer.alloc(16).toString('base64') }],
  ])('refuses an answer with %s', async (_what, fault) => {
    kms.fault = fault;
    const encrypted = encryptorWith(createKmsKeyring({ client, keyArn })).encryptItem(item);
    await expect(encrypted).rejects.toMatchObject({
      code: 'ERR_KEYRING',
      message: expect.stringContaining('answered with'),
    });
  });

  it('names an endpoint that is down', async () => {
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const down = new KMSClient({
      endpoint: 'http://127.0.0.1:1',
      region: 'eu-central-1',
      credentials,
      maxAttempts: 1,
    });
    const encrypted = encryptorWith(createKmsKeyring({ client: down, keyArn })).encryptItem(item);
    await expect(encrypted).rejects.toMatchObject({
      code: 'ERR_KEYRING',
      message: expect.stringContaining('127.0.0.1:1'),
    });
    down.destroy();
  });

  it('must be given a client and the ARN of a key', () => {
    const faults = ['alias/name', '0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f', keyArn.replace(':key/', ':alias/')];
    for (const bad of faults)
      expect(() => createKmsKeyring({ client, keyArn: bad })).toThrow(/must be the ARN of a key/);
    expect(() => createKmsKeyring({ client: {} as KMSClient, keyArn })).toThrow(/must be a KMSClient/);
  });
});
