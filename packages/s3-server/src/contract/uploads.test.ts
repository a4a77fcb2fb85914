import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { expect, test } from 'vitest';
import { describeContract, s3Error } from './describe-contract.js';

const leastPart = 5 * 2 ** 20;

describeContract('uploads in parts', (contract) => {
  const { Bucket, send, put, get } = contract;
  const parts = [randomBytes(leastPart), randomBytes(leastPart), randomBytes(1000)];
  const etag = `"${createHash('md5')
    .update(Buffer.concat(parts.map((part) => createHash('md5').update(part).digest())))
    .digest('hex')}-3"`;

  async function begin(Key: string): Promise<{ Bucket: string; Key: string; UploadId: string }> {
    const { UploadId = '' } = await send(new CreateMultipartUploadCommand({ Bucket, Key }));
    return { Bucket, Key, UploadId };
  }

  test('by lib-storage, from a stream, are one object', async () => {
    const Body = Buffer.concat(parts);
    const upload = new Upload({
      client: contract.client(),
      partSize: leastPart,
      queueSize: 3,
      params: { Bucket, Key: 'by-lib-storage', Body: Readable.from(parts, { objectMode: false }) },
    });
    const answer = await upload.done();
    expect(answer.ETag).toBe(etag);
    expect((await get('by-lib-storage')).equals(Body)).toBe(true);
    const ranged = await send(
      new GetObjectCommand({
        Bucket,
        Key: 'by-lib-storage',
        Range: `bytes=${leastPart - 2}-${leastPart + 1}`,
      }),
    );
    expect(Buffer.from((await ranged.Body?.transformToByteArray()) ?? [])).toEqual(
      Body.subarray(leastPart - 2, leastPart + 2),
    );
    const second = await send(new GetObjectCommand({ Bucket, Key: 'by-lib-storage', PartNumber: 2 }));
    expect(second).toMatchObject({ ContentLength: leastPart, PartsCount: 3 });
    expect(Buffer.from((await second.Body?.transformToByteArray()) ?? []).equals(parts[1]!)).toBe(true);
  });

  test('are listed, completed with the parts named, and gone', async () => {
    const upload = await begin('by-hand');
    const sent: { PartNumber: number; ETag: string | undefined }[] = [];
    for (const [index, Body] of parts.entries()) {
      const PartNumber = index * 10 + 1;
      const { ETag } = await send(new UploadPartCommand({ ...upload, PartNumber, Body }));
      sent.push({ PartNumber, ETag });
    }
    const { Uploads = [] } = await send(new ListMultipartUploadsCommand({ Bucket, Prefix: 'by-hand' }));
    expect(Uploads.map(({ UploadId }) => UploadId)).toEqual([upload.UploadId]);
    const listed = await send(new ListPartsCommand({ ...upload, MaxParts: 2 }));
    expect(listed.Parts?.map(({ PartNumber }) => PartNumber)).toEqual([1, 11]);
    expect(listed).toMatchObject({ IsTruncated: true, NextPartNumberMarker: '11' });
    const rest = await send(new ListPartsCommand({ ...upload, PartNumberMarker: '11' }));
    expect(rest.Parts?.map(({ Size }) => Size)).toEqual([1000]);
    const done = await send(
      new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts: sent } }),
    );
    expect(done.ETag).toBe(etag);
    expect((await get('by-hand')).equals(Buffer.concat(parts))).toBe(true);
    await expect(send(new ListPartsCommand(upload))).rejects.toEqual(s3Error('NoSuchUpload', 404));
  });

  test('are refused with parts that are missing, other, out of order or too small', async () => {
    const upload = await begin('refused');
    const etags: (string | undefined)[] = [];
    for (const [PartNumber, Body] of [
      [1, 'small'],
      [2, 'last'],
    ] as const) {
      etags.push((await send(new UploadPartCommand({ ...upload, PartNumber, Body }))).ETag);
    }
    const complete = (...Parts: { PartNumber: number; ETag: string | undefined }[]) =>
      send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }));
    const [first, second] = etags;
    await expect(complete({ PartNumber: 1, ETag: first }, { PartNumber: 2, ETag: second })).rejects.toEqual(
      s3Error('EntityTooSmall', 400),
    );
    await expect(complete({ PartNumber: 2, ETag: second }, { PartNumber: 1, ETag: first })).rejects.toEqual(
      s3Error('InvalidPartOrder', 400),
    );
    await expect(complete({ PartNumber: 3, ETag: first })).rejects.toEqual(s3Error('InvalidPart', 400));
    await expect(complete({ PartNumber: 1, ETag: second })).rejects.toEqual(s3Error('InvalidPart', 400));
    await expect(complete()).rejects.toEqual(s3Error('MalformedXML', 400));
    await send(new AbortMultipartUploadCommand(upload));
    await expect(complete({ PartNumber: 1, ETag: first })).rejects.toEqual(s3Error('NoSuchUpload', 404));
    await expect(get('refused')).rejects.toEqual(s3Error('NoSuchKey', 404));
  });

  test('take parts out of objects', async () => {
    await put('part-source', parts[0]);
    const upload = await begin('of-copies');
    const copied = await send(
      new UploadPartCopyCommand({ ...upload, PartNumber: 1, CopySource: `${Bucket}/part-source` }),
    );
    const ranged = await send(
      new UploadPartCopyCommand({
        ...upload,
        PartNumber: 2,
        CopySource: `${Bucket}/part-source`,
        CopySourceRange: 'bytes=10-19',
      }),
    );
    const Parts = [copied, ranged].map(({ CopyPartResult }, index) => ({
      PartNumber: index + 1,
      ETag: CopyPartResult?.ETag,
    }));
    await send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }));
    expect((await get('of-copies')).equals(Buffer.concat([parts[0]!, parts[0]!.subarray(10, 20)]))).toBe(
      true,
    );
  });

  test.each([
    ['CRC32', 'FULL_OBJECT'],
    ['CRC32C', 'FULL_OBJECT'],
    ['CRC64NVME', 'FULL_OBJECT'],
    ['CRC32', 'COMPOSITE'],
    ['SHA256', 'COMPOSITE'],
  ] as const)('have a %s checksum of type %s', async (algorithm, ChecksumType) => {
    const Key = `checked-${algorithm}-${ChecksumType}`;
    const field = `Checksum${algorithm}` as 'ChecksumCRC32';
    const { UploadId } = await send(
      new CreateMultipartUploadCommand({ Bucket, Key, ChecksumAlgorithm: algorithm, ChecksumType }),
    );
    const Parts = [];
    for (const [index, Body] of [parts[0]!, parts[2]!].entries()) {
      const PartNumber = index + 1;
      const part = await send(
        new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body, ChecksumAlgorithm: algorithm }),
      );
      Parts.push({ PartNumber, ETag: part.ETag, [field]: part[field] });
    }
    const done = await send(
      new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }),
    );
    const head = await send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }));
    expect(head[field]).toBe(done[field]);
    expect(head.ChecksumType).toBe(ChecksumType);
    if (ChecksumType === 'COMPOSITE') expect(head[field]).toMatch(/-2$/);
    else {
      const whole = await send(
        new PutObjectCommand({
          Bucket,
          Key,
          Body: Buffer.concat([parts[0]!, parts[2]!]),
          ChecksumAlgorithm: algorithm,
        }),
      );
      expect(head[field]).toBe(whole[field]);
    }
  });
});
