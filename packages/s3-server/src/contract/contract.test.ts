import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  ChecksumAlgorithm,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListMultipartUploadsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ContractEndpoint, openContractEndpoint } from './contract-endpoint.js';

const Bucket = `benchwright-contract-${randomBytes(6).toString('hex')}`;
const leastPart = 5 * 2 ** 20;

let endpoint: ContractEndpoint;
let client: S3Client;

beforeAll(async () => {
  endpoint = await openContractEndpoint();
  client = endpoint.client();
  await client.send(new CreateBucketCommand({ Bucket }));
});

afterAll(async () => {
  const uploads = await client.send(new ListMultipartUploadsCommand({ Bucket }));
  for (const { Key, UploadId } of uploads.Uploads ?? []) {
    await client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
  }
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }));
  for (const { Key } of Contents) await client.send(new DeleteObjectCommand({ Bucket, Key }));
  await client.send(new DeleteBucketCommand({ Bucket }));
  await endpoint.close();
});

function md5(data: Buffer | string): string {
  return `"${createHash('md5').update(data).digest('hex')}"`;
}

async function put(Key: string, Body: string | Buffer = Key): Promise<void> {
  await client.send(new PutObjectCommand({ Bucket, Key, Body }));
}

async function get(Key: string): Promise<Buffer> {
  const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

/** What an error of the SDK says, for `rejects`. */
function s3Error(name: string, httpStatusCode: number) {
  return expect.objectContaining({ name, $metadata: expect.objectContaining({ httpStatusCode }) });
}

describe('buckets', () => {
  test('are listed, located and found', async () => {
    const { Buckets = [] } = await client.send(new ListBucketsCommand({}));
    expect(Buckets.map(({ Name }) => Name)).toContain(Bucket);
    await client.send(new HeadBucketCommand({ Bucket }));
    const { LocationConstraint } = await client.send(new GetBucketLocationCommand({ Bucket }));
    expect(LocationConstraint ?? 'us-east-1').toBe(endpoint.region);
  });

  test('that do not exist are NoSuchBucket', async () => {
    const missing = { Bucket: `${Bucket}-missing` };
    await expect(client.send(new ListObjectsV2Command(missing))).rejects.toEqual(
      s3Error('NoSuchBucket', 404),
    );
    await expect(client.send(new HeadBucketCommand(missing))).rejects.toEqual(s3Error('NotFound', 404));
    await expect(client.send(new PutObjectCommand({ ...missing, Key: 'a', Body: 'a' }))).rejects.toEqual(
      s3Error('NoSuchBucket', 404),
    );
  });

  test('with objects in them are not deleted', async () => {
    await put('keeps-the-bucket');
    await expect(client.send(new DeleteBucketCommand({ Bucket }))).rejects.toEqual(
      s3Error('BucketNotEmpty', 409),
    );
  });
});

describe('an object', () => {
  test('comes back as it was put, with its headers and metadata', async () => {
    const Body = randomBytes(100_000);
    const answer = await client.send(
      new PutObjectCommand({
        Bucket,
        Key: 'whole',
        Body,
        ContentType: 'text/plain; charset=utf-8',
        CacheControl: 'no-store',
        ContentDisposition: 'attachment',
        ContentEncoding: 'identity',
        ContentLanguage: 'eo',
        Metadata: { one: '1', 'two-three': 'a  b' },
      }),
    );
    expect(answer.ETag).toBe(md5(Body));
    const read = await client.send(new GetObjectCommand({ Bucket, Key: 'whole' }));
    expect(Buffer.from((await read.Body?.transformToByteArray()) ?? [])).toEqual(Body);
    expect(read).toMatchObject({
      ETag: md5(Body),
      ContentLength: Body.length,
      ContentType: 'text/plain; charset=utf-8',
      CacheControl: 'no-store',
      ContentDisposition: 'attachment',
      ContentEncoding: 'identity',
      ContentLanguage: 'eo',
      Metadata: { one: '1', 'two-three': 'a  b' },
    });
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: 'whole' }));
    expect(head).toMatchObject({ ETag: md5(Body), ContentLength: Body.length, Metadata: { one: '1' } });
    expect(head.LastModified).toEqual(read.LastModified);
  });

  test('of no bytes is one, too', async () => {
    await put('empty', '');
    expect(await get('empty')).toEqual(Buffer.alloc(0));
  });

  test('is replaced by a later one', async () => {
    await put('twice', 'first');
    await put('twice', 'second');
    expect((await get('twice')).toString()).toBe('second');
  });

  test('that does not exist is NoSuchKey, and deleting it is no error', async () => {
    const missing = { Bucket, Key: 'missing' };
    await expect(client.send(new GetObjectCommand(missing))).rejects.toEqual(s3Error('NoSuchKey', 404));
    await expect(client.send(new HeadObjectCommand(missing))).rejects.toEqual(s3Error('NotFound', 404));
    await client.send(new DeleteObjectCommand(missing));
  });

  test.each([
    'plain',
    'a/b/c.jsonl',
    'with space+plus%25percent',
    "punctuation!*'();:@&=$,?#[]~",
    'ünïcödé/雪/😀',
    'dots/../not/a/./path',
    'trailing/',
    'double//slash',
  ])('has the key "%s" and no other', async (Key) => {
    await put(Key, `data of ${Key}`);
    expect((await get(Key)).toString()).toBe(`data of ${Key}`);
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket, Prefix: Key }));
    expect(Contents.map((object) => object.Key)).toContain(Key);
    await client.send(new DeleteObjectCommand({ Bucket, Key }));
    await expect(client.send(new GetObjectCommand({ Bucket, Key }))).rejects.toEqual(
      s3Error('NoSuchKey', 404),
    );
  });

  test('has a key of at most 1024 bytes', async () => {
    const longest = 'é'.repeat(512);
    await put(longest, 'x');
    expect((await get(longest)).toString()).toBe('x');
    await client.send(new DeleteObjectCommand({ Bucket, Key: longest }));
    await expect(put(`${longest}x`)).rejects.toEqual(s3Error('KeyTooLongError', 400));
  });
});

describe('checksums', () => {
  test.each(Object.values(ChecksumAlgorithm).filter((name) => /^(CRC|SHA1$|SHA256$)/.test(name)))(
    '%s is verified, stored and returned',
    async (algorithm) => {
      const Key = `checksum-${algorithm}`;
      const field = `Checksum${algorithm}` as 'ChecksumCRC32';
      const sent = await client.send(
        new PutObjectCommand({ Bucket, Key, Body: 'checked', ChecksumAlgorithm: algorithm }),
      );
      const stored = await client.send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }));
      expect(stored[field]).toBe(sent[field]);
      expect(stored[field]).toEqual(expect.any(String));
      expect(stored.ChecksumType).toBe('FULL_OBJECT');
    },
  );

  test('that are wrong are refused, and nothing is stored', async () => {
    const request = { Bucket, Key: 'wrong-checksum', Body: 'checked' };
    await expect(
      client.send(new PutObjectCommand({ ...request, ChecksumCRC32: 'AAAAAA==' })),
    ).rejects.toEqual(s3Error('BadDigest', 400));
    await expect(
      client.send(new PutObjectCommand({ ...request, ContentMD5: 'AAAAAAAAAAAAAAAAAAAAAA==' })),
    ).rejects.toEqual(s3Error('BadDigest', 400));
    await expect(get('wrong-checksum')).rejects.toEqual(s3Error('NoSuchKey', 404));
  });

  test('of a stream follow it as a trailer', async () => {
    const pieces = [randomBytes(100_000), randomBytes(70_000), randomBytes(10)];
    const Body = Buffer.concat(pieces);
    await client.send(
      new PutObjectCommand({
        Bucket,
        Key: 'streamed',
        Body: Readable.from(pieces, { objectMode: false }),
        ContentLength: Body.length,
      }),
    );
    expect(await get('streamed')).toEqual(Body);
    const head = await client.send(
      new HeadObjectCommand({ Bucket, Key: 'streamed', ChecksumMode: 'ENABLED' }),
    );
    expect(head.ChecksumCRC32).toEqual(expect.any(String));
    expect(head.ContentEncoding).toBeUndefined();
  });

  test('need not be sent', async () => {
    const plain = endpoint.client({
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
    await plain.send(new PutObjectCommand({ Bucket, Key: 'plain', Body: 'no checksum' }));
    expect((await get('plain')).toString()).toBe('no checksum');
    await plain.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'plain' }] } }));
    await expect(get('plain')).rejects.toEqual(s3Error('NoSuchKey', 404));
  });
});

describe('ranges', () => {
  beforeAll(() => put('digits', '0123456789'));

  test.each([
    ['bytes=0-0', '0', 'bytes 0-0/10'],
    ['bytes=2-5', '2345', 'bytes 2-5/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-3', '789', 'bytes 7-9/10'],
    ['bytes=5-100', '56789', 'bytes 5-9/10'],
    ['bytes=-100', '0123456789', 'bytes 0-9/10'],
  ])('%s are these bytes', async (Range, text, contentRange) => {
    const read = await client.send(new GetObjectCommand({ Bucket, Key: 'digits', Range }));
    expect(await read.Body?.transformToString()).toBe(text);
    expect(read).toMatchObject({ ContentRange: contentRange, ContentLength: text.length });
    expect(read.$metadata.httpStatusCode).toBe(206);
  });

  test.each(['bytes=10-', 'bytes=-0'])('%s are none', async (Range) => {
    await expect(client.send(new GetObjectCommand({ Bucket, Key: 'digits', Range }))).rejects.toEqual(
      s3Error('InvalidRange', 416),
    );
  });
});

describe('conditions', () => {
  const Key = 'conditional';
  const etag = md5(Key);
  const past = new Date(Date.now() - 3_600_000);
  const future = new Date(Date.now() + 3_600_000);
  beforeAll(() => put(Key));

  test.each([
    ['If-Match', { IfMatch: etag }],
    ['If-None-Match', { IfNoneMatch: md5('other') }],
    ['If-Modified-Since', { IfModifiedSince: past }],
    ['If-Unmodified-Since', { IfUnmodifiedSince: future }],
    ['If-Match before If-Unmodified-Since', { IfMatch: etag, IfUnmodifiedSince: past }],
  ])('%s lets a read through', async (_, condition) => {
    await client.send(new GetObjectCommand({ Bucket, Key, ...condition }));
  });

  test.each([
    ['If-Match', { IfMatch: md5('other') }, 412],
    ['If-Unmodified-Since', { IfUnmodifiedSince: past }, 412],
    ['If-None-Match', { IfNoneMatch: etag }, 304],
    ['If-None-Match before If-Modified-Since', { IfNoneMatch: etag, IfModifiedSince: past }, 304],
  ])('%s holds a read back', async (_, condition, httpStatusCode) => {
    await expect(client.send(new GetObjectCommand({ Bucket, Key, ...condition }))).rejects.toMatchObject({
      $metadata: { httpStatusCode },
    });
  });

  test('If-Modified-Since holds back what was not', async () => {
    const { LastModified } = await client.send(new HeadObjectCommand({ Bucket, Key }));
    const request = { Bucket, Key, IfModifiedSince: LastModified };
    await expect(client.send(new GetObjectCommand(request))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 304 },
    });
  });

  test('If-None-Match: * creates but does not replace', async () => {
    const request = { Bucket, Key: 'only-once', Body: 'x', IfNoneMatch: '*' };
    await client.send(new PutObjectCommand(request));
    await expect(client.send(new PutObjectCommand(request))).rejects.toEqual(
      s3Error('PreconditionFailed', 412),
    );
  });

  test('of many creating at once, one does', async () => {
    const attempts = Array.from({ length: 8 }, (_, number) =>
      client.send(new PutObjectCommand({ Bucket, Key: 'raced', Body: `${number}`, IfNoneMatch: '*' })),
    );
    const settled = await Promise.allSettled(attempts);
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('If-Match replaces what is known only', async () => {
    await put('known', 'one');
    const request = { Bucket, Key: 'known', Body: 'two' };
    await expect(client.send(new PutObjectCommand({ ...request, IfMatch: etag }))).rejects.toEqual(
      s3Error('PreconditionFailed', 412),
    );
    await client.send(new PutObjectCommand({ ...request, IfMatch: md5('one') }));
    expect((await get('known')).toString()).toBe('two');
  });
});

describe('copies', () => {
  const Key = 'copy-source';
  beforeAll(async () => {
    await client.send(
      new PutObjectCommand({
        Bucket,
        Key,
        Body: 'copied',
        ContentType: 'text/x-a',
        Metadata: { from: 'source' },
      }),
    );
  });

  test('keep headers and metadata, or take new ones', async () => {
    const source = { Bucket, CopySource: `${Bucket}/${Key}` };
    const answer = await client.send(new CopyObjectCommand({ ...source, Key: 'copy/ü 1' }));
    expect(answer.CopyObjectResult?.ETag).toBe(md5('copied'));
    const kept = await client.send(new HeadObjectCommand({ Bucket, Key: 'copy/ü 1' }));
    expect(kept).toMatchObject({ ContentType: 'text/x-a', Metadata: { from: 'source' } });
    await client.send(
      new CopyObjectCommand({
        ...source,
        Key: 'copy-2',
        MetadataDirective: 'REPLACE',
        ContentType: 'text/x-b',
        Metadata: { to: 'copy' },
      }),
    );
    const replaced = await client.send(new HeadObjectCommand({ Bucket, Key: 'copy-2' }));
    expect(replaced).toMatchObject({ ContentType: 'text/x-b', Metadata: { to: 'copy' } });
    expect((await get('copy-2')).toString()).toBe('copied');
  });

  test('of nothing, and of an object onto itself, are refused', async () => {
    const request = { Bucket, Key };
    await expect(
      client.send(new CopyObjectCommand({ ...request, CopySource: `${Bucket}/missing` })),
    ).rejects.toEqual(s3Error('NoSuchKey', 404));
    await expect(
      client.send(new CopyObjectCommand({ ...request, CopySource: `${Bucket}/${Key}` })),
    ).rejects.toEqual(s3Error('InvalidRequest', 400));
    await expect(
      client.send(
        new CopyObjectCommand({
          Bucket,
          Key: 'x',
          CopySource: `${Bucket}/${Key}`,
          CopySourceIfMatch: md5('x'),
        }),
      ),
    ).rejects.toEqual(s3Error('PreconditionFailed', 412));
  });
});

describe('listings', () => {
  const keys = ['l/a', 'l/b/1', 'l/b/2', 'l/c', 'l/d/1', 'l/ä &', 'l/😀', 'l/\uffee'];
  // By the bytes of UTF-8, which is another order than that of UTF-16 for the last two.
  const sorted = [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  beforeAll(async () => {
    for (const key of keys) await put(key);
  });

  test('are sorted by UTF-8, in both forms, plain and encoded', async () => {
    const v2 = await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'l/' }));
    expect(v2.Contents?.map(({ Key }) => Key)).toEqual(sorted);
    expect(v2).toMatchObject({ KeyCount: keys.length, IsTruncated: false, Prefix: 'l/' });
    expect(v2.Contents?.[0]).toMatchObject({ Size: 3, ETag: md5('l/a') });
    const v1 = await client.send(new ListObjectsCommand({ Bucket, Prefix: 'l/' }));
    expect(v1.Contents?.map(({ Key }) => Key)).toEqual(sorted);
    const encoded = await client.send(
      new ListObjectsV2Command({ Bucket, Prefix: 'l/ä', EncodingType: 'url' }),
    );
    expect(encoded.Contents?.map(({ Key }) => decodeURIComponent((Key ?? '').replaceAll('+', ' ')))).toEqual([
      'l/ä &',
    ]);
  });

  test('fold by a delimiter', async () => {
    const { Contents = [], CommonPrefixes = [] } = await client.send(
      new ListObjectsV2Command({ Bucket, Prefix: 'l/', Delimiter: '/' }),
    );
    expect(CommonPrefixes.map(({ Prefix }) => Prefix)).toEqual(['l/b/', 'l/d/']);
    expect(Contents.map(({ Key }) => Key)).toEqual(sorted.filter((key) => key.split('/').length === 2));
  });

  test.each([1, 2, 3])('come in pages of %i without loss or repetition', async (MaxKeys) => {
    const v2: (string | undefined)[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await client.send(
        new ListObjectsV2Command({ Bucket, Prefix: 'l/', Delimiter: '/', MaxKeys, ContinuationToken }),
      );
      v2.push(
        ...(page.Contents ?? []).map(({ Key }) => Key),
        ...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix),
      );
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
    expect(v2.sort()).toEqual(
      ['l/b/', 'l/d/', ...sorted.filter((key) => key.split('/').length === 2)].sort(),
    );
    const v1: (string | undefined)[] = [];
    let Marker: string | undefined;
    for (let truncated = true; truncated; ) {
      const page = await client.send(new ListObjectsCommand({ Bucket, Prefix: 'l/', MaxKeys, Marker }));
      v1.push(...(page.Contents ?? []).map(({ Key }) => Key));
      Marker = v1.at(-1);
      truncated = page.IsTruncated === true;
    }
    expect(v1).toEqual(sorted);
  });

  test('begin after a key', async () => {
    const { Contents = [] } = await client.send(
      new ListObjectsV2Command({ Bucket, Prefix: 'l/', StartAfter: 'l/c' }),
    );
    expect(Contents.map(({ Key }) => Key)).toEqual(sorted.slice(sorted.indexOf('l/c') + 1));
  });
});

describe('deleting many', () => {
  test('says of each what became of it', async () => {
    await put('many/1 & <2>');
    const { Deleted = [] } = await client.send(
      new DeleteObjectsCommand({
        Bucket,
        Delete: { Objects: [{ Key: 'many/1 & <2>' }, { Key: 'many/none' }] },
      }),
    );
    expect(Deleted.map(({ Key }) => Key)).toEqual(['many/1 & <2>', 'many/none']);
    await expect(get('many/1 & <2>')).rejects.toEqual(s3Error('NoSuchKey', 404));
  });

  test('is quiet if asked', async () => {
    const answer = await client.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Quiet: true, Objects: [{ Key: 'many/none' }] } }),
    );
    expect(answer.Deleted ?? []).toEqual([]);
  });
});

describe('uploads in parts', () => {
  const parts = [randomBytes(leastPart), randomBytes(leastPart), randomBytes(1000)];
  const etag = `"${createHash('md5')
    .update(Buffer.concat(parts.map((part) => createHash('md5').update(part).digest())))
    .digest('hex')}-3"`;

  async function begin(Key: string): Promise<{ Bucket: string; Key: string; UploadId: string }> {
    const { UploadId = '' } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    return { Bucket, Key, UploadId };
  }

  test('by lib-storage, from a stream, are one object', async () => {
    const Body = Buffer.concat(parts);
    const upload = new Upload({
      client,
      partSize: leastPart,
      queueSize: 3,
      params: { Bucket, Key: 'by-lib-storage', Body: Readable.from(parts, { objectMode: false }) },
    });
    const answer = await upload.done();
    expect(answer.ETag).toBe(etag);
    expect((await get('by-lib-storage')).equals(Body)).toBe(true);
    const ranged = await client.send(
      new GetObjectCommand({
        Bucket,
        Key: 'by-lib-storage',
        Range: `bytes=${leastPart - 2}-${leastPart + 1}`,
      }),
    );
    expect(Buffer.from((await ranged.Body?.transformToByteArray()) ?? [])).toEqual(
      Body.subarray(leastPart - 2, leastPart + 2),
    );
    const second = await client.send(new GetObjectCommand({ Bucket, Key: 'by-lib-storage', PartNumber: 2 }));
    expect(second).toMatchObject({ ContentLength: leastPart, PartsCount: 3 });
    expect(Buffer.from((await second.Body?.transformToByteArray()) ?? []).equals(parts[1]!)).toBe(true);
  });

  test('are listed, completed with the parts named, and gone', async () => {
    const upload = await begin('by-hand');
    const sent: { PartNumber: number; ETag: string | undefined }[] = [];
    for (const [index, Body] of parts.entries()) {
      const PartNumber = index * 10 + 1;
      const { ETag } = await client.send(new UploadPartCommand({ ...upload, PartNumber, Body }));
      sent.push({ PartNumber, ETag });
    }
    const { Uploads = [] } = await client.send(
      new ListMultipartUploadsCommand({ Bucket, Prefix: 'by-hand' }),
    );
    expect(Uploads.map(({ UploadId }) => UploadId)).toEqual([upload.UploadId]);
    const listed = await client.send(new ListPartsCommand({ ...upload, MaxParts: 2 }));
    expect(listed.Parts?.map(({ PartNumber }) => PartNumber)).toEqual([1, 11]);
    expect(listed).toMatchObject({ IsTruncated: true, NextPartNumberMarker: '11' });
    const rest = await client.send(new ListPartsCommand({ ...upload, PartNumberMarker: '11' }));
    expect(rest.Parts?.map(({ Size }) => Size)).toEqual([1000]);
    const done = await client.send(
      new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts: sent } }),
    );
    expect(done.ETag).toBe(etag);
    expect((await get('by-hand')).equals(Buffer.concat(parts))).toBe(true);
    await expect(client.send(new ListPartsCommand(upload))).rejects.toEqual(s3Error('NoSuchUpload', 404));
  });

  test('are refused with parts that are missing, other, out of order or too small', async () => {
    const upload = await begin('refused');
    const etags: (string | undefined)[] = [];
    for (const [PartNumber, Body] of [
      [1, 'small'],
      [2, 'last'],
    ] as const) {
      etags.push((await client.send(new UploadPartCommand({ ...upload, PartNumber, Body }))).ETag);
    }
    const complete = (...Parts: { PartNumber: number; ETag: string | undefined }[]) =>
      client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }));
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
    await client.send(new AbortMultipartUploadCommand(upload));
    await expect(complete({ PartNumber: 1, ETag: first })).rejects.toEqual(s3Error('NoSuchUpload', 404));
    await expect(get('refused')).rejects.toEqual(s3Error('NoSuchKey', 404));
  });

  test('take parts out of objects', async () => {
    await put('part-source', parts[0]);
    const upload = await begin('of-copies');
    const copied = await client.send(
      new UploadPartCopyCommand({ ...upload, PartNumber: 1, CopySource: `${Bucket}/part-source` }),
    );
    const ranged = await client.send(
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
    await client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }));
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
    const { UploadId } = await client.send(
      new CreateMultipartUploadCommand({ Bucket, Key, ChecksumAlgorithm: algorithm, ChecksumType }),
    );
    const Parts = [];
    for (const [index, Body] of [parts[0]!, parts[2]!].entries()) {
      const PartNumber = index + 1;
      const part = await client.send(
        new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body, ChecksumAlgorithm: algorithm }),
      );
      Parts.push({ PartNumber, ETag: part.ETag, [field]: part[field] });
    }
    const done = await client.send(
      new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }),
    );
    const head = await client.send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }));
    expect(head[field]).toBe(done[field]);
    expect(head.ChecksumType).toBe(ChecksumType);
    if (ChecksumType === 'COMPOSITE') expect(head[field]).toMatch(/-2$/);
    else {
      const whole = await client.send(
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

describe('presigned URLs', () => {
  test('put and get without credentials', async () => {
    const putUrl = await getSignedUrl(client, new PutObjectCommand({ Bucket, Key: 'pre/signed ü' }));
    const sent = await fetch(putUrl, { method: 'PUT', body: 'presigned' });
    expect([sent.status, sent.headers.get('etag')]).toEqual([200, md5('presigned')]);
    const getUrl = await getSignedUrl(
      client,
      new GetObjectCommand({ Bucket, Key: 'pre/signed ü', ResponseContentType: 'text/x-c' }),
    );
    const read = await fetch(getUrl);
    expect([read.status, await read.text(), read.headers.get('content-type')]).toEqual([
      200,
      'presigned',
      'text/x-c',
    ]);
  });

  test('that are changed or have expired are refused', async () => {
    await put('pre-signed');
    const url = await getSignedUrl(client, new GetObjectCommand({ Bucket, Key: 'pre-signed' }));
    const changed = await fetch(url.replace('pre-signed', 'pre-signee'));
    expect(changed.status).toBe(403);
    expect(await changed.text()).toContain('<Code>SignatureDoesNotMatch</Code>');
    const old = await getSignedUrl(client, new GetObjectCommand({ Bucket, Key: 'pre-signed' }), {
      signingDate: new Date(Date.now() - 120_000),
      expiresIn: 60,
    });
    const expired = await fetch(old);
    expect(expired.status).toBe(403);
    expect(await expired.text()).toContain('<Code>AccessDenied</Code>');
  });
});

describe('credentials', () => {
  test('that are unknown or wrong are refused', async () => {
    const { accessKeyId, secretAccessKey } = endpoint.credentials;
    const wrong = endpoint.client({ credentials: { accessKeyId, secretAccessKey: `${secretAccessKey}x` } });
    await expect(wrong.send(new ListObjectsV2Command({ Bucket }))).rejects.toEqual(
      s3Error('SignatureDoesNotMatch', 403),
    );
    const unknown = endpoint.client({ credentials: { accessKeyId: 'AKIDUNKNOWN', secretAccessKey } });
    await expect(unknown.send(new ListObjectsV2Command({ Bucket }))).rejects.toEqual(
      s3Error('InvalidAccessKeyId', 403),
    );
  });
});
