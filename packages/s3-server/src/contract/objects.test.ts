import { randomBytes } from 'node:crypto';
import {
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { describeContract, md5, s3Error } from './describe-contract.js';

describeContract('buckets', (contract) => {
  const { Bucket, send, put } = contract;
  test('are listed, located and found', async () => {
    const { Buckets = [] } = await send(new ListBucketsCommand({}));
    expect(Buckets.map(({ Name }) => Name)).toContain(Bucket);
    await send(new HeadBucketCommand({ Bucket }));
    const { LocationConstraint } = await send(new GetBucketLocationCommand({ Bucket }));
    expect(LocationConstraint ?? 'us-east-1').toBe(contract.endpoint().region);
  });

  test('that do not exist are NoSuchBucket', async () => {
    const missing = { Bucket: `${Bucket}-missing` };
    await expect(send(new ListObjectsV2Command(missing))).rejects.toEqual(s3Error('NoSuchBucket', 404));
    await expect(send(new HeadBucketCommand(missing))).rejects.toEqual(s3Error('NotFound', 404));
    await expect(send(new PutObjectCommand({ ...missing, Key: 'a', Body: 'a' }))).rejects.toEqual(
      s3Error('NoSuchBucket', 404),
    );
  });

  test('with objects in them are not deleted', async () => {
    await put('keeps-the-bucket');
    await expect(send(new DeleteBucketCommand({ Bucket }))).rejects.toEqual(s3Error('BucketNotEmpty', 409));
  });
});

describeContract('an object', (contract) => {
  const { Bucket, send, put, get } = contract;
  test('comes back as it was put, with its headers and metadata', async () => {
    const Body = randomBytes(100_000);
    const answer = await send(
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
    const read = await send(new GetObjectCommand({ Bucket, Key: 'whole' }));
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
    const head = await send(new HeadObjectCommand({ Bucket, Key: 'whole' }));
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
    await expect(send(new GetObjectCommand(missing))).rejects.toEqual(s3Error('NoSuchKey', 404));
    await expect(send(new HeadObjectCommand(missing))).rejects.toEqual(s3Error('NotFound', 404));
    await send(new DeleteObjectCommand(missing));
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
    const { Contents = [] } = await send(new ListObjectsV2Command({ Bucket, Prefix: Key }));
    expect(Contents.map((object) => object.Key)).toContain(Key);
    await send(new DeleteObjectCommand({ Bucket, Key }));
    await expect(send(new GetObjectCommand({ Bucket, Key }))).rejects.toEqual(s3Error('NoSuchKey', 404));
  });

  test('has a key of at most 1024 bytes', async () => {
    const longest = 'é'.repeat(512);
    await put(longest, 'x');
    expect((await get(longest)).toString()).toBe('x');
    await send(new DeleteObjectCommand({ Bucket, Key: longest }));
    await expect(put(`${longest}x`)).rejects.toEqual(s3Error('KeyTooLongError', 400));
  });
});

describeContract('deleting many', (contract) => {
  const { Bucket, send, put, get } = contract;
  test('says of each what became of it', async () => {
    await put('many/1 & <2>');
    const { Deleted = [] } = await send(
      new DeleteObjectsCommand({
        Bucket,
        Delete: { Objects: [{ Key: 'many/1 & <2>' }, { Key: 'many/none' }] },
      }),
    );
    expect(Deleted.map(({ Key }) => Key)).toEqual(['many/1 & <2>', 'many/none']);
    await expect(get('many/1 & <2>')).rejects.toEqual(s3Error('NoSuchKey', 404));
  });

  test('is quiet if asked', async () => {
    const answer = await send(
      new DeleteObjectsCommand({ Bucket, Delete: { Quiet: true, Objects: [{ Key: 'many/none' }] } }),
    );
    expect(answer.Deleted ?? []).toEqual([]);
  });
});
