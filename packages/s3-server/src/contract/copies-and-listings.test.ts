import {
  CopyObjectCommand,
  HeadObjectCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { beforeAll, expect, test } from 'vitest';
import { describeContract, md5, s3Error } from './describe-contract.js';

describeContract('copies', (contract) => {
  const { Bucket, send, get } = contract;
  const Key = 'copy-source';
  beforeAll(async () => {
    await send(
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
    const answer = await send(new CopyObjectCommand({ ...source, Key: 'copy/ü 1' }));
    expect(answer.CopyObjectResult?.ETag).toBe(md5('copied'));
    const kept = await send(new HeadObjectCommand({ Bucket, Key: 'copy/ü 1' }));
    expect(kept).toMatchObject({ ContentType: 'text/x-a', Metadata: { from: 'source' } });
    await send(
      new CopyObjectCommand({
        ...source,
        Key: 'copy-2',
        MetadataDirective: 'REPLACE',
        ContentType: 'text/x-b',
        Metadata: { to: 'copy' },
      }),
    );
    const replaced = await send(new HeadObjectCommand({ Bucket, Key: 'copy-2' }));
    expect(replaced).toMatchObject({ ContentType: 'text/x-b', Metadata: { to: 'copy' } });
    expect((await get('copy-2')).toString()).toBe('copied');
  });

  test('of nothing, and of an object onto itself, are refused', async () => {
    const request = { Bucket, Key };
    await expect(
      send(new CopyObjectCommand({ ...request, CopySource: `${Bucket}/missing` })),
    ).rejects.toEqual(s3Error('NoSuchKey', 404));
    await expect(send(new CopyObjectCommand({ ...request, CopySource: `${Bucket}/${Key}` }))).rejects.toEqual(
      s3Error('InvalidRequest', 400),
    );
    await expect(
      send(
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

describeContract('listings', (contract) => {
  const { Bucket, send, put } = contract;
  const keys = ['l/a', 'l/b/1', 'l/b/2', 'l/c', 'l/d/1', 'l/ä &', 'l/😀', 'l/\uffee'];
  // By the bytes of UTF-8, which is another order than that of UTF-16 for the last two.
  const sorted = [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  beforeAll(async () => {
    for (const key of keys) await put(key);
  });

  test('are sorted by UTF-8, in both forms, plain and encoded', async () => {
    const v2 = await send(new ListObjectsV2Command({ Bucket, Prefix: 'l/' }));
    expect(v2.Contents?.map(({ Key }) => Key)).toEqual(sorted);
    expect(v2).toMatchObject({ KeyCount: keys.length, IsTruncated: false, Prefix: 'l/' });
    expect(v2.Contents?.[0]).toMatchObject({ Size: 3, ETag: md5('l/a') });
    const v1 = await send(new ListObjectsCommand({ Bucket, Prefix: 'l/' }));
    expect(v1.Contents?.map(({ Key }) => Key)).toEqual(sorted);
    const encoded = await send(new ListObjectsV2Command({ Bucket, Prefix: 'l/ä', EncodingType: 'url' }));
    expect(encoded.Contents?.map(({ Key }) => decodeURIComponent((Key ?? '').replaceAll('+', ' ')))).toEqual([
      'l/ä &',
    ]);
  });

  test('fold by a delimiter', async () => {
    const { Contents = [], CommonPrefixes = [] } = await send(
      new ListObjectsV2Command({ Bucket, Prefix: 'l/', Delimiter: '/' }),
    );
    expect(CommonPrefixes.map(({ Prefix }) => Prefix)).toEqual(['l/b/', 'l/d/']);
    expect(Contents.map(({ Key }) => Key)).toEqual(sorted.filter((key) => key.split('/').length === 2));
  });

  test.each([1, 2, 3])('come in pages of %i without loss or repetition', async (MaxKeys) => {
    const v2: (string | undefined)[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await send(
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
      const page = await send(new ListObjectsCommand({ Bucket, Prefix: 'l/', MaxKeys, Marker }));
      v1.push(...(page.Contents ?? []).map(({ Key }) => Key));
      Marker = v1.at(-1);
      truncated = page.IsTruncated === true;
    }
    expect(v1).toEqual(sorted);
  });

  test('begin after a key', async () => {
    const { Contents = [] } = await send(
      new ListObjectsV2Command({ Bucket, Prefix: 'l/', StartAfter: 'l/c' }),
    );
    expect(Contents.map(({ Key }) => Key)).toEqual(sorted.slice(sorted.indexOf('l/c') + 1));
  });
});
