import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { beforeAll, expect, test } from 'vitest';
import { describeContract, md5, s3Error } from './describe-contract.js';

describeContract('ranges', (contract) => {
  const { Bucket, send, put } = contract;
  beforeAll(() => put('digits', '0123456789'));

  test.each([
    ['bytes=0-0', '0', 'bytes 0-0/10'],
    ['bytes=2-5', '2345', 'bytes 2-5/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-3', '789', 'bytes 7-9/10'],
    ['bytes=5-100', '56789', 'bytes 5-9/10'],
    ['bytes=-100', '0123456789', 'bytes 0-9/10'],
  ])('%s are these bytes', async (Range, text, contentRange) => {
    const read = await send(new GetObjectCommand({ Bucket, Key: 'digits', Range }));
    expect(await read.Body?.transformToString()).toBe(text);
    expect(read).toMatchObject({ ContentRange: contentRange, ContentLength: text.length });
    expect(read.$metadata.httpStatusCode).toBe(206);
  });

  test.each(['bytes=10-', 'bytes=-0'])('%s are none', async (Range) => {
    await expect(send(new GetObjectCommand({ Bucket, Key: 'digits', Range }))).rejects.toEqual(
      s3Error('InvalidRange', 416),
    );
  });
});

describeContract('conditions', (contract) => {
  const { Bucket, send, put, get } = contract;
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
    await send(new GetObjectCommand({ Bucket, Key, ...condition }));
  });

  test.each([
    ['If-Match', { IfMatch: md5('other') }, 412],
    ['If-Unmodified-Since', { IfUnmodifiedSince: past }, 412],
    ['If-None-Match', { IfNoneMatch: etag }, 304],
    ['If-None-Match before If-Modified-Since', { IfNoneMatch: etag, IfModifiedSince: past }, 304],
  ])('%s holds a read back', async (_, condition, httpStatusCode) => {
    await expect(send(new GetObjectCommand({ Bucket, Key, ...condition }))).rejects.toMatchObject({
      $metadata: { httpStatusCode },
    });
  });

  test('If-Modified-Since holds back what was not', async () => {
    const { LastModified } = await send(new HeadObjectCommand({ Bucket, Key }));
    const request = { Bucket, Key, IfModifiedSince: LastModified };
    await expect(send(new GetObjectCommand(request))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 304 },
    });
  });

  test('If-None-Match: * creates but does not replace', async () => {
    const request = { Bucket, Key: 'only-once', Body: 'x', IfNoneMatch: '*' };
    await send(new PutObjectCommand(request));
    await expect(send(new PutObjectCommand(request))).rejects.toEqual(s3Error('PreconditionFailed', 412));
  });

  test('of many creating at once, one does', async () => {
    const attempts = Array.from({ length: 8 }, (_, number) =>
      send(new PutObjectCommand({ Bucket, Key: 'raced', Body: `${number}`, IfNoneMatch: '*' })),
    );
    const settled = await Promise.allSettled(attempts);
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('If-Match replaces what is known only', async () => {
    await put('known', 'one');
    const request = { Bucket, Key: 'known', Body: 'two' };
    await expect(send(new PutObjectCommand({ ...request, IfMatch: etag }))).rejects.toEqual(
      s3Error('PreconditionFailed', 412),
    );
    await send(new PutObjectCommand({ ...request, IfMatch: md5('one') }));
    expect((await get('known')).toString()).toBe('two');
  });
});
