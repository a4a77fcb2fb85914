import { createCipheriv, createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { observedMemory } from '../../testing/observed-memory.js';
import { longest } from './memory-layout.js';
import { shortGcm } from './short-gcm.js';

interface Parts {
  readonly key: Uint8Array;
  readonly iv: Uint8Array;
  readonly aad: Uint8Array;
  readonly text: Uint8Array;
}

function seal({ key, iv, aad, text }: Parts): Buffer {
  const sealed = Buffer.alloc(text.length + 16);
  const gcm = shortGcm();
  gcm.setKey(key, 0, iv, 0);
  gcm.seal(aad, text, sealed, 0);
  gcm.wipe();
  return sealed;
}

/** The text, or what it was to be written into, untouched. */
function open({ key, iv, aad }: Parts, sealed: Uint8Array): Buffer | 'refused' {
  const text = Buffer.alloc(sealed.length - 16, 0xee);
  const gcm = shortGcm();
  gcm.setKey(key, 0, iv, 0);
  const fits = gcm.open(aad, sealed, text);
  gcm.wipe();
  if (fits) return text;
  expect(text.every((byte) => byte === 0xee)).toBe(true);
  return 'refused';
}

function sealByOpenSsl({ key, iv, aad, text }: Parts): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  cipher.setAAD(aad);
  return Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()]);
}

const bytesFrom = (seed: string, length: number): Buffer =>
  Buffer.concat(
    Array.from({ length: Math.ceil(length / 64) }, (_, i) =>
      createHash('sha512').update(`${seed} ${i}`).digest(),
    ),
  ).subarray(0, length);

const hex = (text: string): Buffer => Buffer.from(text, 'hex');
const longKey = hex('feffe9928665731c6d6a8f9467308308'.repeat(2));
const longText = hex(
  'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255',
);

describe('AES-256-GCM for short texts', () => {
  // D. McGrew, J. Viega, "The Galois/Counter Mode of Operation", appendix B, test cases 13 to 16.
  it.each([
    ['13', '00'.repeat(32), '00'.repeat(12), '', '', '530f8afbc74536b9a963b4f1c4cb738b'],
    [
      '14',
      '00'.repeat(32),
      '00'.repeat(12),
      '',
      '00'.repeat(16),
      'cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919',
    ],
    [
      '15',
      longKey.toString('hex'),
      'cafebabefacedbaddecaf888',
      '',
      longText.toString('hex'),
      '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015adb094dac5d93471bdec1a502270e3cc6c',
    ],
    [
      '16',
      longKey.toString('hex'),
      'cafebabefacedbaddecaf888',
      'feedfacedeadbeeffeedfacedeadbeefabaddad2',
      longText.subarray(0, 60).toString('hex'),
      '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b',
    ],
  ])('gives the published result of test case %s', (_case, key, iv, aad, text, sealed) => {
    const parts = { key: hex(key), iv: hex(iv), aad: hex(aad), text: hex(text) };
    expect(seal(parts).toString('hex')).toBe(sealed);
    expect(open(parts, hex(sealed))).toEqual(parts.text);
  });

  it('is that of OpenSSL for every length around blocks and groups of blocks, and up to the longest', () => {
    const lengths = [...Array.from({ length: 200 }, (_, i) => i), 511, 512, 513, 1023, 1025, longest];
    for (const length of lengths) {
      for (const aadLength of [0, 1, 15, 16, 17, 65, length]) {
        const parts = {
          key: bytesFrom(`key ${length}`, 32),
          iv: bytesFrom('iv', 12),
          aad: bytesFrom('aad', aadLength),
          text: bytesFrom('text', length),
        };
        const sealed = seal(parts);
        expect(sealed.equals(sealByOpenSsl(parts))).toBe(true);
        expect(open(parts, sealed)).toEqual(parts.text);
      }
    }
  });

  it('is that of OpenSSL for anything', () => {
    const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
    const parts = fc.record({
      key: bytes(32),
      iv: bytes(12),
      aad: fc.uint8Array({ maxLength: 80 }),
      text: fc.uint8Array({ maxLength: 300 }),
    });
    fc.assert(
      fc.property(parts, (each) => {
        const sealed = seal(each);
        expect(sealed).toEqual(sealByOpenSsl(each));
        expect(open(each, sealed)).toEqual(Buffer.from(each.text));
      }),
      { numRuns: 1000 },
    );
  });

  it('refuses whatever has one bit changed, and writes nothing', () => {
    const parts = {
      key: bytesFrom('key', 32),
      iv: bytesFrom('iv', 12),
      aad: bytesFrom('aad', 21),
      text: bytesFrom('text', 37),
    };
    const sealed = seal(parts);
    const flipped = (bytes: Buffer, bit: number): Buffer => {
      const changed = Buffer.from(bytes);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      return changed;
    };
    for (let bit = 0; bit < 8 * sealed.length; bit++)
      expect(open(parts, flipped(sealed, bit))).toBe('refused');
    for (const part of ['key', 'iv', 'aad'] as const) {
      for (let bit = 0; bit < 8 * parts[part].length; bit++)
        expect(open({ ...parts, [part]: flipped(parts[part], bit) }, sealed)).toBe('refused');
    }
    expect(open({ ...parts, aad: parts.aad.subarray(1) }, sealed)).toBe('refused');
    expect(open(parts, sealed.subarray(1))).toBe('refused');
    expect(open(parts, sealed)).toEqual(parts.text);
  });

  it('takes keys from, and writes to, the middle of an array', () => {
    const parts = { key: bytesFrom('key', 32), iv: bytesFrom('iv', 12), aad: hex('61'), text: hex('6263') };
    const keys = Buffer.concat([Buffer.alloc(48, 1), parts.key, parts.iv, Buffer.alloc(4, 2)]);
    const into = Buffer.alloc(30, 7);
    const gcm = shortGcm();
    gcm.setKey(keys, 48, keys, 80);
    gcm.seal(parts.aad, parts.text, into, 5);
    gcm.wipe();
    const around = Buffer.concat([Buffer.alloc(5, 7), sealByOpenSsl(parts), Buffer.alloc(7, 7)]);
    expect(into).toEqual(around);
  });

  it('refuses a key or an IV that is too short, instead of filling it up', () => {
    const gcm = shortGcm();
    expect(() => gcm.setKey(Buffer.alloc(31), 0, Buffer.alloc(12), 0)).toThrow(RangeError);
    expect(() => gcm.setKey(Buffer.alloc(80), 49, Buffer.alloc(12), 0)).toThrow(RangeError);
    expect(() => gcm.setKey(Buffer.alloc(32), 0, Buffer.alloc(12), 1)).toThrow(RangeError);
  });

  it.each([0, 1, 16, 48, 63, 64, 65, 144, 576, longest])(
    'gives the key stream of OpenSSL’s counter mode (%i bytes)',
    (length) => {
      const key = bytesFrom('key', 32);
      const iv = bytesFrom('iv', 12);
      const into = Buffer.alloc(length);
      const gcm = shortGcm();
      gcm.setKey(key, 0, iv, 0);
      gcm.keyStream(into);
      gcm.wipe();
      const counter = Buffer.concat([iv, Buffer.alloc(4)]);
      expect(into).toEqual(createCipheriv('aes-256-ctr', key, counter).update(Buffer.alloc(length)));
    },
  );

  it('leaves nothing of keys and texts in its memory', async () => {
    const { memory, made: gcm } = await observedMemory(async () =>
      (await import('./short-gcm.js')).shortGcm(),
    );
    // What others may see anyway stays: the same in both rounds.
    const sealed = bytesFrom('sealed', 116);
    const states = ['first', 'second'].map((seed) => {
      for (const length of [0, 1, 100, 512]) {
        gcm.setKey(bytesFrom(`key ${seed}`, 32), 0, bytesFrom(`iv ${seed}`, 12), 0);
        gcm.seal(Buffer.from('aad'), bytesFrom(`text ${seed}`, length), new Uint8Array(length + 16), 0);
        gcm.wipe();
      }
      gcm.setKey(bytesFrom(`key ${seed}`, 32), 0, bytesFrom(`iv ${seed}`, 12), 0);
      gcm.open(Buffer.from('aad'), sealed, new Uint8Array(100));
      gcm.wipe();
      gcm.setKey(bytesFrom(`key ${seed}`, 32), 0, bytesFrom(`iv ${seed}`, 12), 0);
      gcm.keyStream(new Uint8Array(500));
      gcm.wipe();
      return Buffer.from(memory).toString('latin1');
    });
    expect(states[1] === states[0]).toBe(true);
    // And it is that memory which is worked in.
    gcm.setKey(bytesFrom('another', 32), 0, bytesFrom('another', 12), 0);
    expect(Buffer.from(memory).toString('latin1') === states[0]).toBe(false);
    gcm.wipe();
  });
});
