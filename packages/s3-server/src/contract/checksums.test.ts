import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  ChecksumAlgorithm,
  DeleteObjectsCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { describeContract, s3Error } from './describe-contract.js';

describeContract('checksums', (contract) => {
  const { Bucket, send, get } = contract;
  test.each(Object.values(ChecksumAlgorithm).filter((name) => /^(CRC|SHA1$|SHA256$)/.test(name)))(
    '%s is verified, stored and returned',
    async (algorithm) => {
      const Key = `checksum-${algorithm}`;
      const field = `Checksum${algorithm}` as 'ChecksumCRC32';
      const sent = await send(
        new PutObjectCommand({ Bucket, Key, Body: 'checked', ChecksumAlgorithm: algorithm }),
      );
      const stored = await send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }));
      expect(stored[field]).toBe(sent[field]);
      expect(stored[field]).toEqual(expect.any(String));
      expect(stored.ChecksumType).toBe('FULL_OBJECT');
    },
  );

  test('that are wrong are refused, and nothing is stored', async () => {
    const request = { Bucket, Key: 'wrong-checksum', Body: 'checked' };
    await expect(send(new PutObjectCommand({ ...request, ChecksumCRC32: 'AAAAAA==' }))).rejects.toEqual(
      s3Error('BadDigest', 400),
    );
    await expect(
      send(new PutObjectCommand({ ...request, ContentMD5: 'AAAAAAAAAAAAAAAAAAAAAA==' })),
    ).rejects.toEqual(s3Error('BadDigest', 400));
    await expect(get('wrong-checksum')).rejects.toEqual(s3Error('NoSuchKey', 404));
  });

  test('of a stream follow it as a trailer', async () => {
    const pieces = [randomBytes(100_000), randomBytes(70_000), randomBytes(10)];
    const Body = Buffer.concat(pieces);
    await send(
      new PutObjectCommand({
        Bucket,
        Key: 'streamed',
        Body: Readable.from(pieces, { objectMode: false }),
        ContentLength: Body.length,
      }),
    );
    expect(await get('streamed')).toEqual(Body);
    const head = await send(new HeadObjectCommand({ Bucket, Key: 'streamed', ChecksumMode: 'ENABLED' }));
    expect(head.ChecksumCRC32).toEqual(expect.any(String));
    expect(head.ContentEncoding).toBeUndefined();
  });

  test('need not be sent', async () => {
    const plain = contract.newClient({
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
    await plain.send(new PutObjectCommand({ Bucket, Key: 'plain', Body: 'no checksum' }));
    expect((await get('plain')).toString()).toBe('no checksum');
    await plain.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'plain' }] } }));
    await expect(get('plain')).rejects.toEqual(s3Error('NoSuchKey', 404));
  });
});
