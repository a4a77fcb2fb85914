import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createStretch } from '../hashing.js';
import { biometricCommitment, hashedCommitment } from './commitment.js';
import { didOf } from './did.js';
import { createHelper, matchesHelper } from './finger-helper.js';
import { idHashOf } from './id-hash.js';
import type { CardanoNetwork, Finger, HelperMap } from './model.js';
import { pythonFloat } from './python-float.js';

interface Case {
  readonly name: string;
  readonly wallet: string;
  readonly network: CardanoNetwork;
  readonly fingers: readonly Finger[];
  readonly salts: readonly string[];
  readonly commitment: string;
  readonly did: string;
  readonly helpers: HelperMap;
  readonly idHash: string;
}

// Computed by testdata/python/make-fixtures.py with Python's own hashlib, json and math.
const fixtures = JSON.parse(
  readFileSync(new URL('../../../testdata/python/rules.json', import.meta.url), 'utf8'),
) as {
  readonly iterations: number;
  readonly cases: readonly Case[];
  readonly hashed: readonly { readonly wallet: string; readonly hash: string; readonly did: string }[];
  readonly floats: readonly (readonly [bits: string, repr: string])[];
};

describe('the rules, against Python', () => {
  it.each(fixtures.cases)('$name: commitment and DID', ({ wallet, network, fingers, commitment, did }) => {
    const ours = biometricCommitment(wallet, fingers);
    expect(Buffer.from(ours).toString('hex')).toBe(commitment);
    expect(didOf(ours, network)).toBe(did);
  });

  it.each(fixtures.cases)('$name: helpers, id hash, and that the finger matches', async (one) => {
    for (const hashing of ['blocking', 'pool'] as const) {
      const stretch = createStretch(hashing, fixtures.iterations);
      for (const [i, finger] of one.fingers.entries()) {
        const helper = await createHelper(finger, Buffer.from(one.salts[i]!, 'hex'), stretch);
        expect(helper).toEqual(one.helpers[finger.finger_id]);
        expect(await matchesHelper(finger, helper, stretch)).toBe(true);
      }
    }
    expect(idHashOf(one.helpers)).toBe(one.idHash);
  });

  it.each(fixtures.hashed)('the DID of a hash made elsewhere: $wallet', ({ wallet, hash, did }) => {
    expect(didOf(hashedCommitment(wallet, hash), 'testnet')).toBe(did);
  });

  it('floats are written as Python writes them', () => {
    const written = fixtures.floats.map(([bits]) => pythonFloat(Buffer.from(bits, 'hex').readDoubleBE()));
    expect(written).toEqual(fixtures.floats.map(([, repr]) => repr));
    expect(written.length).toBeGreaterThan(200);
  });
});
