import { expect, it } from 'vitest';
import { PrimitiveStages } from './primitive-stages.js';

it('tells the stage of a primitive by its place in the operation', () => {
  const stages = new PrimitiveStages();
  for (const _operation of ['first', 'second']) {
    stages.operationBegins();
    expect(stages.ofCipher('aes-256-ctr')).toBe('keyDerivation');
    stages.keyringAnswered();
    expect(stages.ofHmac()).toBe('keyDerivation');
    expect(stages.ofCipher('aes-256-gcm')).toBe('keyring');
    expect(stages.ofCipher('aes-256-gcm')).toBe('encrypt');
    expect(stages.ofHash('sha512')).toBe('keyDerivation');
    expect(stages.ofHash('sha384')).toBe('hash');
    // The footer's tag, as an HMAC or as the two hashes that make one.
    expect(stages.ofHmac()).toBe('sign');
    expect(stages.ofHash('sha384')).toBe('sign');
  }
});
