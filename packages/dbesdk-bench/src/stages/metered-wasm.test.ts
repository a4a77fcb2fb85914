import { VirtualClock } from '@benchwright/load-driver';
import { expect, it, onTestFinished, vi } from 'vitest';
import { meterWasm } from './metered-wasm.js';
import { PrimitiveStages } from './primitive-stages.js';
import { StageMeter } from './stage-meter.js';

/** Every look at it is a nanosecond later: what was timed took as many as there were calls. */
class CountingClock extends VirtualClock {
  #looks = 0;

  override nowNs(): number {
    return this.#looks++;
  }
}

it('tells what the encryptor does in WebAssembly: keys, encryption, and the tag', async () => {
  const { WebAssembly } = globalThis as unknown as { WebAssembly: { Instance: unknown } };
  const original = WebAssembly.Instance;
  onTestFinished(() => {
    WebAssembly.Instance = original;
  });
  const meter = new StageMeter(new CountingClock());
  const stages = new PrimitiveStages();
  meterWasm(meter, stages);
  vi.resetModules();
  const { createItemEncryptor, createRawAesKeyring } = await import('@benchwright/dynamodb-item-encryptor');
  const keyring = createRawAesKeyring({
    keyNamespace: 'here',
    keyName: 'mine',
    wrappingKey: Buffer.alloc(32, 1),
  });
  const encryptor = createItemEncryptor({
    logicalTableName: 'people',
    partitionKeyName: 'id',
    attributeActionsOnEncrypt: { id: 'SIGN_ONLY', name: 'ENCRYPT_AND_SIGN', city: 'ENCRYPT_AND_SIGN' },
    algorithmSuiteId: 0x6700,
    keyring: {
      ...keyring,
      wrapKey: (request) => {
        const wrapped = meter.time('keyring', () => keyring.wrapKey(request));
        stages.keyringAnswered();
        return wrapped;
      },
      unwrapKey: (request, key) => keyring.unwrapKey(request, key),
    },
  });
  stages.operationBegins();
  meter.begin('encrypt');
  await encryptor.encryptItem({ id: { S: '17' }, name: { S: 'Ada' }, city: { S: 'London' } });
  meter.end();
  const figures = meter.figures();
  // One key stream, and GHASH over path and text, for each of two attributes.
  expect(figures.encryptEncryptNs).toBe(2 * 3);
  // The keyring's own call, and the data key's three.
  expect(figures.encryptKeyringNs).toBe(1 + 3);
  expect(figures.encryptKeyDerivationNs).toBeGreaterThan(10);
});
