import { describe, expect, it } from 'vitest';
import type { ItemEncryptorOptions } from './config/encryptor-options.js';
import { createItemEncryptor } from './item-encryptor.js';
import { createStaticBranchKeyKeyring } from './keyring/branch-key-keyring.js';
import { canonicalItem } from './testing/canonical-item.js';
import { readFixture } from './testing/fixtures.js';
import { looseItem } from './testing/vector-json.js';

interface VectorFile {
  readonly manifest: { readonly type: string };
  readonly client: { readonly name: string; readonly version: string };
  readonly tests: Readonly<Record<string, Vector>>;
}

interface Vector {
  readonly type: 'positive-decrypt' | 'negative-decrypt';
  readonly description: string;
  readonly config: Partial<ItemEncryptorOptions> & Pick<ItemEncryptorOptions, 'attributeActionsOnEncrypt'>;
  readonly plaintext: Readonly<Record<string, unknown>>;
  readonly encrypted: Readonly<Record<string, unknown>>;
}

interface BranchKey {
  readonly 'key-id': string;
  readonly branchKeyVersion: string;
  readonly branchKey: string;
}

const { keys } = readFixture<{ keys: { 'static-branch-key-1': BranchKey } }>('keys.json');
const branchKey = keys['static-branch-key-1'];
const keyring = createStaticBranchKeyKeyring({
  branchKeyId: branchKey['key-id'],
  branchKeyVersion: branchKey.branchKeyVersion,
  branchKey: Buffer.from(branchKey.branchKey, 'base64'),
});
const defaults = { logicalTableName: 'GazelleVectorTable', partitionKeyName: 'RecNum', keyring };

const files = ['decrypt_java_32.json', 'decrypt_java_33.json', 'decrypt_dotnet_32.json'];

describe.each(files)('%s', (file) => {
  const { manifest, client, tests } = readFixture<VectorFile>(file);

  it('holds items that another implementation made', () => {
    expect(manifest.type).toBe('aws-dbesdk-decrypt');
    expect(client.name).toMatch(/java|dotnet|net/);
    expect(Object.keys(tests).length).toBeGreaterThanOrEqual(9);
  });

  it.each(Object.entries(tests))('%s is decrypted or refused as it must be', async (_id, vector) => {
    const encryptor = createItemEncryptor({ ...defaults, ...vector.config });
    const decrypted = encryptor.decryptItem(looseItem(vector.encrypted));
    if (vector.type === 'negative-decrypt') {
      await expect(decrypted).rejects.toMatchObject({ code: 'ERR_SIGNED_ATTRIBUTE_OUT_OF_SCOPE' });
    } else {
      const { plaintextItem } = await decrypted;
      expect(canonicalItem(plaintextItem)).toEqual(canonicalItem(looseItem(vector.plaintext)));
    }
  });
});
