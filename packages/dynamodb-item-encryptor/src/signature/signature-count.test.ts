import * as crypto from 'node:crypto';
import { expect, it, vi } from 'vitest';
import { createItemEncryptor } from '../item-encryptor.js';
import { createRawAesKeyring } from '../keyring/raw-aes-keyring.js';

vi.mock('node:crypto', async (importOriginal) => {
  const original = await importOriginal<typeof crypto>();
  return { ...original, sign: vi.fn(original.sign) };
});

it('signs an item once: 1.02 times on average at most, counted in calls', async () => {
  const encryptor = createItemEncryptor({
    logicalTableName: 't',
    partitionKeyName: 'pk',
    attributeActionsOnEncrypt: { pk: 'SIGN_ONLY' },
    keyring: createRawAesKeyring({ keyNamespace: 'n', keyName: 'k', wrappingKey: new Uint8Array(32) }),
  });
  // One in 256 is made again: of 1500 about 6, and more than 30 never in the life of this test.
  const items = 1500;
  let left = items;
  const encryptSome = async () => {
    while (left-- > 0) await encryptor.encryptItem({ pk: { N: String(left) } });
  };
  await Promise.all([encryptSome(), encryptSome(), encryptSome(), encryptSome()]);
  const calls = vi.mocked(crypto.sign).mock.calls.length;
  expect(calls).toBeGreaterThanOrEqual(items);
  expect(calls).toBeLessThanOrEqual(1.02 * items);
});
