import { describe, expect, it } from 'vitest';
import { createItemEncryptor } from '../item-encryptor.js';
import { createStaticBranchKeyKeyring } from '../keyring/branch-key-keyring.js';
import { createMultiKeyring } from '../keyring/multi-keyring.js';
import { createRawAesKeyring } from '../keyring/raw-aes-keyring.js';
import type { ItemEncryptorOptions } from './encryptor-options.js';

const wrappingKey = new Uint8Array(32);
const keyring = createRawAesKeyring({ keyNamespace: 'n', keyName: 'k', wrappingKey });
const sound: ItemEncryptorOptions = {
  logicalTableName: 'table',
  partitionKeyName: 'pk',
  attributeActionsOnEncrypt: { pk: 'SIGN_ONLY' },
  keyring,
};
const included = 'SIGN_AND_INCLUDE_IN_ENCRYPTION_CONTEXT';

describe('options', () => {
  it.each<[string, object]>([
    ['logicalTableName must be a string', { logicalTableName: '' }],
    ['partitionKeyName must be a string', { partitionKeyName: 1 }],
    ['sortKeyName is the same attribute', { sortKeyName: 'pk' }],
    ['attributeActionsOnEncrypt.sk is missing; a key must be SIGN_ONLY', { sortKeyName: 'sk' }],
    [
      'attributeActionsOnEncrypt.pk is ENCRYPT_AND_SIGN; a key',
      { attributeActionsOnEncrypt: { pk: 'ENCRYPT_AND_SIGN' } },
    ],
    [
      `attributeActionsOnEncrypt.pk is SIGN_ONLY; a key must be ${included}`,
      { attributeActionsOnEncrypt: { pk: 'SIGN_ONLY', a: included } },
    ],
    [
      'attributeActionsOnEncrypt.a is encrypt; there are',
      { attributeActionsOnEncrypt: { pk: 'SIGN_ONLY', a: 'encrypt' } },
    ],
    [
      'attributeActionsOnEncrypt.a is DO_NOTHING, so it must be in',
      { attributeActionsOnEncrypt: { pk: 'SIGN_ONLY', a: 'DO_NOTHING' } },
    ],
    [
      'attributeActionsOnEncrypt.:a is SIGN_ONLY, but allowed to be unsigned',
      {
        attributeActionsOnEncrypt: { pk: 'SIGN_ONLY', ':a': 'SIGN_ONLY' },
        allowedUnsignedAttributePrefix: ':',
      },
    ],
    [
      'attributeActionsOnEncrypt.aws_dbe_x begins with aws_dbe_',
      { attributeActionsOnEncrypt: { pk: 'SIGN_ONLY', aws_dbe_x: 'DO_NOTHING' } },
    ],
    [
      'attributeActionsOnEncrypt.aws-crypto-x begins',
      { attributeActionsOnEncrypt: { pk: 'SIGN_ONLY', 'aws-crypto-x': 'SIGN_ONLY' } },
    ],
    [
      'attributeActionsOnEncrypt.*amzn-ddb-map-sig* is a mark',
      { attributeActionsOnEncrypt: { pk: 'SIGN_ONLY', '*amzn-ddb-map-sig*': 'SIGN_ONLY' } },
    ],
    ['attributeActionsOnEncrypt must name', { attributeActionsOnEncrypt: undefined }],
    ['keyring must be a keyring', { keyring: {} }],
    ['maxEncryptedDataKeys must be a whole number from 1 to 255', { maxEncryptedDataKeys: 0 }],
    ['maxEncryptedDataKeys must be a whole number from 1 to 255', { maxEncryptedDataKeys: 256 }],
    ['maxEncryptedDataKeys must be a whole number from 1 to 255', { maxEncryptedDataKeys: 1.5 }],
    [
      'maxEncryptedDataKeys is 1, but the keyring makes 2',
      { maxEncryptedDataKeys: 1, keyring: createMultiKeyring({ generator: keyring, children: [keyring] }) },
    ],
    ['algorithmSuiteId is 26370; there are', { algorithmSuiteId: 0x6702 }],
    ['plaintextOverride must be one of', { plaintextOverride: 'ALLOW' }],
    ['signingKeysAhead must be a whole number', { signingKeysAhead: -1 }],
    ['allowedUnsignedAttributes must be an array', { allowedUnsignedAttributes: 'a' }],
    ['allowedUnsignedAttributePrefix must be a string', { allowedUnsignedAttributePrefix: 1 }],
    ['legacyOverride is not supported', { legacyOverride: {} }],
    ['cmm is not supported', { cmm: {} }],
    ['allowedUnsigned is no option', { allowedUnsigned: [] }],
  ])('%s …', (message, change) => {
    const make = () => createItemEncryptor({ ...sound, ...change });
    expect(make).toThrow(
      expect.objectContaining({ code: 'ERR_ENCRYPTOR_CONFIG', message: expect.stringContaining(message) }),
    );
  });

  it('may be maps and names, and an empty prefix allows nothing', () => {
    const encryptor = createItemEncryptor({
      ...sound,
      attributeActionsOnEncrypt: new Map([['pk', 'SIGN_ONLY']]),
      algorithmSuiteId: 'ALG_AES_256_GCM_HKDF_SHA512_COMMIT_KEY_SYMSIG_HMAC_SHA384',
      allowedUnsignedAttributePrefix: '',
    });
    expect(encryptor.actionOf('pk')).toBe('SIGN_ONLY');
    expect(encryptor.actionOf('other')).toBeUndefined();
  });
});

describe('keyrings', () => {
  const branch = {
    branchKeyId: 'id',
    branchKeyVersion: 'e9ce18a3-edb5-4272-9f86-1cacb7997ff6',
    branchKey: wrappingKey,
  };
  it.each<[string, () => unknown]>([
    [
      'keyNamespace must not be "aws-kms"',
      () => createRawAesKeyring({ keyNamespace: 'aws-kms', keyName: 'k', wrappingKey }),
    ],
    [
      'keyName must be a string',
      () => createRawAesKeyring({ keyNamespace: 'n', keyName: '\uD800', wrappingKey }),
    ],
    [
      'wrappingKey must be',
      () => createRawAesKeyring({ keyNamespace: 'n', keyName: 'k', wrappingKey: new Uint8Array(31) }),
    ],
    [
      'wrappingKey must be',
      () => createRawAesKeyring({ keyNamespace: 'n', keyName: 'k', wrappingKey: 'x'.repeat(32) as never }),
    ],
    [
      'wrappingAlg is ALG_AES128',
      () =>
        createRawAesKeyring({
          keyNamespace: 'n',
          keyName: 'k',
          wrappingKey,
          wrappingAlg: 'ALG_AES128_GCM_IV12_TAG16',
        }),
    ],
    ['branchKeyId must be', () => createStaticBranchKeyKeyring({ ...branch, branchKeyId: '' })],
    [
      'branchKeyVersion must be a UUID',
      () => createStaticBranchKeyKeyring({ ...branch, branchKeyVersion: '1' }),
    ],
    ['branchKey must be', () => createStaticBranchKeyKeyring({ ...branch, branchKey: new Uint8Array(16) })],
  ])('%s …', (message, make) => {
    expect(make).toThrow(
      expect.objectContaining({ code: 'ERR_KEYRING_CONFIG', message: expect.stringContaining(message) }),
    );
  });

  it('do not see their key change afterwards', async () => {
    const key = new Uint8Array(32).fill(5);
    const options = { ...sound, algorithmSuiteId: 0x6700 as const };
    const first = createItemEncryptor({
      ...options,
      keyring: createRawAesKeyring({ keyNamespace: 'n', keyName: 'k', wrappingKey: key }),
    });
    const { encryptedItem } = await first.encryptItem({ pk: { S: 'a' } });
    key.fill(0);
    await expect(first.decryptItem(encryptedItem)).resolves.toBeDefined();
  });
});
