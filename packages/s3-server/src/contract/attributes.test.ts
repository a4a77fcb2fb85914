import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectAttributesCommand,
  HeadObjectCommand,
  ObjectAttributes,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { describeContract, md5, s3Error } from './describe-contract.js';

const all = Object.values(ObjectAttributes);
const part = Buffer.alloc(5 * 2 ** 20, 'p');

describeContract('attributes', (contract) => {
  const { Bucket, send } = contract;

  /** An object of parts, with a checksum of each or without any. */
  async function uploadParts(Key: string, bodies: readonly Buffer[], algorithm?: 'CRC32'): Promise<void> {
    const named = algorithm === undefined ? {} : ({ ChecksumAlgorithm: algorithm } as const);
    // Without a word about checksums the SDK asks for one.
    const client =
      algorithm === undefined
        ? contract.newClient({ requestChecksumCalculation: 'WHEN_REQUIRED' })
        : contract.client();
    const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key, ...named }));
    const Parts = [];
    for (const [i, Body] of bodies.entries()) {
      const PartNumber = i + 1;
      const sent = await client.send(
        new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body, ...named }),
      );
      Parts.push({ PartNumber, ETag: sent.ETag, ChecksumCRC32: sent.ChecksumCRC32 });
    }
    await client.send(
      new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }),
    );
    if (algorithm === undefined) client.destroy();
  }

  test('of an object in one piece: its checksum, size and ETag, without parts', async () => {
    const Key = 'whole';
    const sent = await send(
      new PutObjectCommand({ Bucket, Key, Body: 'checked', ChecksumAlgorithm: 'SHA256' }),
    );
    const read = await send(new GetObjectAttributesCommand({ Bucket, Key, ObjectAttributes: all }));
    expect(read).toMatchObject({
      ETag: md5('checked').slice(1, -1),
      Checksum: { ChecksumSHA256: sent.ChecksumSHA256, ChecksumType: 'FULL_OBJECT' },
      StorageClass: 'STANDARD',
      ObjectSize: 7,
    });
    expect(read.ObjectParts).toBeUndefined();
    const { LastModified } = await send(new HeadObjectCommand({ Bucket, Key }));
    expect(read.LastModified).toEqual(LastModified);
    const size = await send(
      new GetObjectAttributesCommand({ Bucket, Key, ObjectAttributes: ['ObjectSize'] }),
    );
    expect(size).toMatchObject({ ObjectSize: 7 });
    expect([size.ETag, size.Checksum, size.StorageClass]).toEqual([undefined, undefined, undefined]);
  });

  test('of an object of parts: each with its size and checksum, in pages', async () => {
    const Key = 'parts';
    await uploadParts(Key, [part, part, Buffer.from('end')], 'CRC32');
    const ask = { Bucket, Key, ObjectAttributes: all };
    const { ObjectParts, Checksum, ObjectSize } = await send(new GetObjectAttributesCommand(ask));
    expect(ObjectSize).toBe(2 * part.length + 3);
    expect(Checksum).toMatchObject({
      ChecksumCRC32: expect.stringMatching(/-3$/),
      ChecksumType: 'COMPOSITE',
    });
    expect(ObjectParts).toMatchObject({ TotalPartsCount: 3, IsTruncated: false });
    expect(ObjectParts?.Parts?.map(({ PartNumber, Size }) => [PartNumber, Size])).toEqual([
      [1, part.length],
      [2, part.length],
      [3, 3],
    ]);
    const [first, second] = ObjectParts?.Parts ?? [];
    expect(first?.ChecksumCRC32).toMatch(/^[\w+/]{6}==$/);
    expect(second?.ChecksumCRC32).toBe(first?.ChecksumCRC32);
    const page = await send(new GetObjectAttributesCommand({ ...ask, MaxParts: 1, PartNumberMarker: '1' }));
    expect(page.ObjectParts).toMatchObject({
      TotalPartsCount: 3,
      IsTruncated: true,
      NextPartNumberMarker: '2',
    });
    expect(page.ObjectParts?.Parts?.map(({ PartNumber }) => PartNumber)).toEqual([2]);
  });

  test('of what is not there, or not an attribute, are refused as S3 does', async () => {
    const missing = new GetObjectAttributesCommand({ Bucket, Key: 'nothing', ObjectAttributes: ['ETag'] });
    await expect(send(missing)).rejects.toEqual(s3Error('NoSuchKey', 404));
    await contract.put('there');
    const strange = ['Colour'] as unknown as ObjectAttributes[];
    const unknown = new GetObjectAttributesCommand({ Bucket, Key: 'there', ObjectAttributes: strange });
    await expect(send(unknown)).rejects.toEqual(s3Error('InvalidArgument', 400));
  });

  // Where a server gives every object a checksum of its own, as S3 does, there is no such object.
  test.skipIf(process.env.S3_CONTRACT_ENDPOINT !== undefined)(
    'of parts without a checksum: their number',
    async () => {
      await uploadParts('bare', [part, Buffer.from('end')]);
      const { ObjectParts, Checksum } = await send(
        new GetObjectAttributesCommand({ Bucket, Key: 'bare', ObjectAttributes: all }),
      );
      expect(ObjectParts).toMatchObject({ TotalPartsCount: 2 });
      expect([ObjectParts?.Parts, Checksum]).toEqual([undefined, undefined]);
    },
  );
});
