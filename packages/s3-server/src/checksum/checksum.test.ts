import { randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ChecksumAlgorithm, checksumAlgorithms, createHasher } from './checksum-algorithm.js';
import { crc32c } from './crc32c.js';
import { isMultipartChecksum, multipartChecksum, multipartEtag } from './multipart-checksum.js';

function checksum(algorithm: ChecksumAlgorithm, ...chunks: Uint8Array[]): Buffer {
  const hasher = createHasher(algorithm);
  for (const chunk of chunks) hasher.update(chunk);
  return hasher.digest();
}

const digits = Buffer.from('123456789');

describe('checksums', () => {
  // The "check" column of the catalogue of parametrised CRC algorithms, and the digests every tool prints.
  test.each([
    ['CRC32', 'cbf43926'],
    ['CRC32C', 'e3069283'],
    ['CRC64NVME', 'ae8b14860a799888'],
    ['SHA1', 'f7c3bc1d808e04732adf679965ccc34ca7ae3441'],
    ['SHA256', '15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225'],
  ] as const)('%s of "123456789" is the published value', (algorithm, hex) => {
    expect(checksum(algorithm, digits).toString('hex')).toBe(hex);
  });

  test.each([
    ['zeros', Buffer.alloc(32), '8a9136aa'],
    ['ones', Buffer.alloc(32, 0xff), '62a8ab43'],
    ['rising', Buffer.from(Array.from({ length: 32 }, (_, byte) => byte)), '46dd794e'],
  ])('CRC-32C of 32 %s is that of RFC 3720', (_, data, hex) => {
    expect(crc32c(data).toString(16)).toBe(hex);
  });

  test('cut anywhere, the chunks have the checksum of the whole', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...checksumAlgorithms),
        fc.uint8Array({ maxLength: 200 }),
        fc.nat({ max: 200 }),
        (algorithm, data, cut) => {
          const whole = checksum(algorithm, data);
          expect(checksum(algorithm, data.subarray(0, cut), data.subarray(cut))).toEqual(whole);
        },
      ),
    );
  });
});

describe('an object of parts', () => {
  test('has the CRC of its bytes, from the CRCs of its parts alone', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('CRC32', 'CRC32C', 'CRC64NVME'),
        fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 5 }),
        (algorithm, parts) => {
          const combined = multipartChecksum(
            algorithm,
            'FULL_OBJECT',
            parts.map((part) => ({
              sizeBytes: part.length,
              checksum: checksum(algorithm, part).toString('base64'),
            })),
          );
          expect(combined).toBe(checksum(algorithm, ...parts).toString('base64'));
        },
      ),
    );
  });

  test('of many megabytes, too', () => {
    const [first, second] = [randomBytes(5 << 20), randomBytes((5 << 20) + 7)];
    const parts = [first, second].map((part) => ({
      sizeBytes: part.length,
      checksum: checksum('CRC32', part).toString('base64'),
    }));
    const whole = Buffer.alloc(4);
    whole.writeUInt32BE(crc32(second, crc32(first)));
    expect(multipartChecksum('CRC32', 'FULL_OBJECT', parts)).toBe(whole.toString('base64'));
  });

  test('has a composite checksum over the checksums, with their number', () => {
    const parts = [digits, digits].map((part) => ({
      sizeBytes: part.length,
      checksum: checksum('SHA256', part).toString('base64'),
    }));
    const sum = checksum('SHA256', digits);
    expect(multipartChecksum('SHA256', 'COMPOSITE', parts)).toBe(
      `${checksum('SHA256', sum, sum).toString('base64')}-2`,
    );
  });

  test('has the types of checksum that S3 has', () => {
    const types = checksumAlgorithms.map((algorithm) =>
      (['FULL_OBJECT', 'COMPOSITE'] as const).filter((type) => isMultipartChecksum(algorithm, type)),
    );
    expect(types).toEqual([
      ['FULL_OBJECT', 'COMPOSITE'],
      ['FULL_OBJECT', 'COMPOSITE'],
      ['FULL_OBJECT'],
      ['COMPOSITE'],
      ['COMPOSITE'],
    ]);
  });

  test('has an ETag of its MD5s', () => {
    const md5OfNothing = 'd41d8cd98f00b204e9800998ecf8427e';
    expect(multipartEtag([md5OfNothing])).toBe('59adb24ef3cdbe0297f05b395827453f-1');
  });
});
