import { ECDH, generateKeyPairSync, sign, verify } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signatureLength, toDerSignature } from './der-signature.js';
import { publicKeyText, readPublicKey, signItem, verifyItem } from './item-signature.js';
import { SigningKeys } from './signing-keys.js';

const hash = Buffer.alloc(48, 5);
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });

describe('a signature in DER', () => {
  it('has 103 bytes in one try unless r or s begins with a zero byte', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 96, maxLength: 96 }), (rs) => {
        // Below the order of the group, as every scalar is.
        rs[0] = Math.min(rs[0]!, 0xfe);
        rs[48] = Math.min(rs[48]!, 0xfe);
        const der = toDerSignature(rs);
        if (rs[0] > 0 && rs[48] > 0 && rs[0] !== 0x80 && rs[48] !== 0x80) expect(der).toBeDefined();
        expect(der?.length ?? signatureLength).toBe(signatureLength);
      }),
      { numRuns: 2000 },
    );
  });

  it('is accepted by OpenSSL, whichever of the two values of s it has', async () => {
    const topBits = new Set<number>();
    for (let i = 0; i < 24; i++) {
      const rs = sign('sha384', hash, { key: privateKey, dsaEncoding: 'ieee-p1363' });
      topBits.add((rs[0]! >> 7) + 2 * (rs[48]! >> 7));
      const der = toDerSignature(rs);
      if (der !== undefined)
        expect(verify('sha384', hash, { key: publicKey, dsaEncoding: 'der' }, der)).toBe(true);
    }
    // Half of them had to be turned over.
    expect(topBits.size).toBeGreaterThan(1);
    const signature = await signItem(privateKey, hash);
    expect(signature).toHaveLength(signatureLength);
    await verifyItem(publicKey, hash, signature);
  });

  it('is refused for another hash or key, and if it is no DER', async () => {
    const signature = await signItem(privateKey, hash);
    const other = generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey;
    for (const [key, message, bytes] of [
      [publicKey, Buffer.alloc(48), signature],
      [other, hash, signature],
      [publicKey, hash, Buffer.alloc(signatureLength)],
      [publicKey, hash, signature.subarray(1)],
    ] as const) {
      await expect(verifyItem(key, message, bytes)).rejects.toMatchObject({ code: 'ERR_FOOTER_SIGNATURE' });
    }
  });
});

describe('a public key', () => {
  it('is its compressed point in base64, and back', () => {
    for (let i = 0; i < 8; i++) {
      const pair = generateKeyPairSync('ec', { namedCurve: 'P-384' });
      const text = publicKeyText(pair.publicKey);
      const { x, y } = pair.publicKey.export({ format: 'jwk' });
      const point = Buffer.concat([
        Buffer.from([4]),
        Buffer.from(x!, 'base64url'),
        Buffer.from(y!, 'base64url'),
      ]);
      expect(text).toBe(ECDH.convertKey(point, 'secp384r1', undefined, 'base64', 'compressed'));
      expect(readPublicKey(text).equals(pair.publicKey)).toBe(true);
    }
  });

  it('that is not on the curve is refused', () => {
    const point = Buffer.from(publicKeyText(publicKey), 'base64');
    const off = Array.from({ length: 16 }, (_, i) => {
      const bytes = Buffer.from(point);
      bytes[48]! ^= i + 1;
      return bytes.toString('base64');
    });
    const results = off.map((text) => {
      try {
        readPublicKey(text);
        return 'on the curve';
      } catch (error) {
        return (error as { code: string }).code;
      }
    });
    // Every other x has a point.
    expect(results).toContain('ERR_PUBLIC_KEY');
  });
});

describe('signing keys made ahead', () => {
  it.each([0, 3])('are all different, with %i ahead', async (ahead) => {
    const keys = new SigningKeys(ahead);
    const taken = await Promise.all(Array.from({ length: 6 }, () => keys.take()));
    expect(new Set(taken.map(({ publicKeyText: text }) => text)).size).toBe(6);
    const [one] = taken;
    await verifyItem(readPublicKey(one!.publicKeyText), hash, await signItem(one!.privateKey, hash));
  });
});
