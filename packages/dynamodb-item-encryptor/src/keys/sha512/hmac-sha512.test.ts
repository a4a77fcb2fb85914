import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { observedMemory } from '../../testing/observed-memory.js';
import { initialStates, roundConstants } from './constants.js';
import { hmacSha512 } from './hmac-sha512.js';

function mac(digest: 'sha384' | 'sha512', key: Uint8Array, message: Uint8Array, length?: number): Buffer {
  const into = new Uint8Array(length ?? (digest === 'sha384' ? 48 : 64));
  const hmac = hmacSha512();
  hmac.setKey(digest, key);
  hmac.mac(digest, message, into);
  hmac.wipe();
  return Buffer.from(into);
}

describe('HMAC-SHA-512 and HMAC-SHA-384', () => {
  it('have the constants of FIPS 180-4', () => {
    expect(roundConstants[0]).toBe(0x428a2f98d728ae22n);
    expect(roundConstants[79]).toBe(0x6c44198c4a475817n);
    expect(initialStates.sha512[0]).toBe(0x6a09e667f3bcc908n);
    expect(initialStates.sha384[7]).toBe(0x47b5481dbefa4fa4n);
  });

  // RFC 4231, 4.2, 4.3 and 4.5.
  it.each([
    [
      '0b'.repeat(20),
      '4869205468657265',
      'afd03944d84895626b0825f4ab46907f15f9dadbe4101ec682aa034c7cebc59cfaea9ea9076ede7f4af152e8b2fa9cb6',
      '87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cdedaa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854',
    ],
    [
      '4a656665',
      '7768617420646f2079612077616e7420666f72206e6f7468696e673f',
      'af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649',
      '164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737',
    ],
  ])('give the published results', (key, message, sha384, sha512) => {
    const [keyBytes, messageBytes] = [Buffer.from(key, 'hex'), Buffer.from(message, 'hex')];
    expect(mac('sha384', keyBytes, messageBytes).toString('hex')).toBe(sha384);
    expect(mac('sha512', keyBytes, messageBytes).toString('hex')).toBe(sha512);
  });

  it.each(['sha384', 'sha512'] as const)(
    'are those of node:crypto for every length around a block (%s)',
    (digest) => {
      for (const length of [
        0, 1, 63, 64, 110, 111, 112, 113, 127, 128, 129, 239, 240, 241, 256, 32_767, 32_768, 32_769, 70_000,
      ]) {
        const message = createHash('sha512').update(`${length}`).digest();
        const long = Buffer.alloc(length, message);
        for (const keyLength of [0, 1, 32, 64, 127, 128]) {
          const key = Buffer.alloc(keyLength, message);
          expect(mac(digest, key, long)).toEqual(createHmac(digest, key).update(long).digest());
        }
      }
    },
  );

  it('are those of node:crypto for anything, one key for several messages, cut to any length', () => {
    const bytes = fc.uint8Array({ maxLength: 300 });
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 128 }),
        fc.array(bytes, { maxLength: 3 }),
        fc.integer({ min: 1, max: 64 }),
        (key, messages, length) => {
          const hmac = hmacSha512();
          hmac.setKey('sha512', key);
          for (const message of messages) {
            const into = new Uint8Array(length);
            hmac.mac('sha512', message, into);
            expect(Buffer.from(into)).toEqual(
              createHmac('sha512', key).update(message).digest().subarray(0, length),
            );
          }
          hmac.wipe();
        },
      ),
      { numRuns: 300 },
    );
  });

  it('know the missing key, again after being wiped', () => {
    for (let i = 0; i < 2; i++) {
      const into = new Uint8Array(64);
      const hmac = hmacSha512();
      hmac.setNoKey();
      hmac.mac('sha512', Buffer.from('x'), into);
      hmac.wipe();
      expect(Buffer.from(into)).toEqual(createHmac('sha512', Buffer.alloc(64)).update('x').digest());
    }
  });

  it('leave nothing of keys and messages in their memory', async () => {
    const { memory, made: hmac } = await observedMemory(async () =>
      (await import('./hmac-sha512.js')).hmacSha512(),
    );
    const states = [1, 2].map((seed) => {
      for (const digest of ['sha384', 'sha512'] as const) {
        for (const length of [0, 48, 130, 40_000]) {
          hmac.setKey(digest, Buffer.alloc(64, seed));
          hmac.mac(digest, Buffer.alloc(length, seed), new Uint8Array(32));
          hmac.wipe();
        }
        hmac.setNoKey();
        hmac.mac('sha512', Buffer.alloc(32, seed), new Uint8Array(64));
        hmac.wipe();
      }
      return Buffer.from(memory).toString('latin1');
    });
    expect(states[1] === states[0]).toBe(true);
    // And it is that memory which is worked in.
    hmac.setKey('sha512', Buffer.alloc(64, 3));
    expect(Buffer.from(memory).toString('latin1') === states[0]).toBe(false);
    hmac.wipe();
  });
});
