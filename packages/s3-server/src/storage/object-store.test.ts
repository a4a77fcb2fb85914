import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDiskStore } from './disk/disk-store.js';
import { MemoryStore } from './memory/memory-store.js';
import type { ObjectStore } from './object-store.js';
import { StorageError } from './storage-error.js';
import {
  get,
  keysOf,
  md5,
  metaOf,
  newUpload,
  partOf,
  put,
  putParts,
  temporaryFolder,
  writeAll,
} from './testing/store-fixture.js';

const big = Buffer.from(Array.from({ length: 300_000 }, (_, index) => 97 + (index % 26)));

const refusal = async (promise: Promise<unknown> | (() => unknown)) => {
  try {
    await (typeof promise === 'function' ? promise() : promise);
  } catch (error) {
    return error instanceof StorageError ? error.reason : error;
  }
  return 'done';
};

describe.each(['memory', 'disk', 'disk, not durable'])('a store in %s', (kind) => {
  let store: ObjectStore;
  let folder: ReturnType<typeof temporaryFolder>;

  beforeEach(async () => {
    folder = temporaryFolder();
    store =
      kind === 'memory' ? new MemoryStore() : openDiskStore({ dir: folder.path, durable: kind === 'disk' });
    await store.createBucket('bucket', 1);
  });

  afterEach(async () => {
    await store.close();
    folder.remove();
  });

  it('has buckets', async () => {
    await store.createBucket('con', 2);
    await store.createBucket('a.b-c', 3);
    expect(store.listBuckets()).toEqual([
      { name: 'a.b-c', createdAt: 3 },
      { name: 'bucket', createdAt: 1 },
      { name: 'con', createdAt: 2 },
    ]);
    await store.deleteBucket('con');
    expect([store.hasBucket('con'), store.hasBucket('a.b-c')]).toEqual([false, true]);
    expect(await refusal(store.createBucket('bucket', 4))).toBe('BucketAlreadyExists');
    expect(await refusal(store.deleteBucket('con'))).toBe('NoSuchBucket');
    for (const name of ['..', 'a', '../x', 'A-b', 'a/b', 'abc.', `${'a'.repeat(64)}`]) {
      expect([name, await refusal(store.createBucket(name, 4))]).toEqual([name, 'InvalidBucketName']);
    }
  });

  it('refuses what concerns no bucket, key or upload', async () => {
    const bytes = async () => {
      const writer = store.openWriter();
      await writer.write(Buffer.from('x'));
      return writer;
    };
    expect(await refusal(store.putObject('nowhere', 'k', await bytes(), metaOf('x')))).toBe('NoSuchBucket');
    expect(await refusal(store.headObject('nowhere', 'k'))).toBe('NoSuchBucket');
    expect(await refusal(store.deleteObject('nowhere', 'k'))).toBe('NoSuchBucket');
    expect(await refusal(store.createUpload('nowhere', 'k', newUpload))).toBe('NoSuchBucket');
    expect(await refusal(() => store.listObjects({ bucket: 'nowhere', prefix: '', maxKeys: 1 }))).toBe(
      'NoSuchBucket',
    );
    expect(await refusal(() => store.listUploads({ bucket: 'nowhere', prefix: '', maxUploads: 1 }))).toBe(
      'NoSuchBucket',
    );
    expect(await refusal(store.putPart('none', 1, await bytes(), partOf('x')))).toBe('NoSuchUpload');
    expect(await refusal(store.completeUpload('none', [], metaOf('')))).toBe('NoSuchUpload');
    expect(await refusal(store.abortUpload('../..'))).toBe('NoSuchUpload');
    expect(await refusal(() => store.listParts('none'))).toBe('NoSuchUpload');
    expect(await store.headObject('bucket', 'k')).toBeUndefined();
    expect(await store.openReader('bucket', 'k')).toBeUndefined();
    expect(await store.deleteObject('bucket', 'k')).toBe(false);
  });

  it('gives back bytes and meta as they were put', async () => {
    const meta = {
      etag: md5(big),
      lastModified: 12_345,
      checksum: { algorithm: 'CRC32', type: 'FULL_OBJECT', value: 'AAAAAA==' },
      headers: { 'content-type': 'text/plain; charset="é"' },
      userMetadata: { note: 'ünï\u{1F600}' },
    } as const;
    const writer = store.openWriter(5);
    await writeAll(writer, big, 7000);
    expect(writer.sizeBytes).toBe(300_000);
    expect(await store.putObject('bucket', 'k', writer, meta)).toMatchObject({ ...meta, sizeBytes: 300_000 });
    expect(await store.headObject('bucket', 'k')).toMatchObject({ ...meta, sizeBytes: 300_000 });
    expect(await get(store, 'k')).toBe(big.toString());
    const { objects } = store.listObjects({ bucket: 'bucket', prefix: '', maxKeys: 1 });
    expect(objects[0]).toMatchObject({
      key: 'k',
      sizeBytes: 300_000,
      etag: meta.etag,
      lastModified: 12_345,
      checksum: { algorithm: 'CRC32', type: 'FULL_OBJECT' },
    });
  });

  it.each([[0], [1], [65_535], [65_536], [65_537], [300_000]])('reads ranges of %i bytes', async (size) => {
    const data = big.subarray(0, size);
    await put(store, 'k', data, 1000);
    expect(await get(store, 'k')).toBe(data.toString());
    for (const [first, last] of [
      [0, 0],
      [0, size - 1],
      [size - 1, size - 1],
      [999, 1000],
      [1000, 2999],
      [size >> 1, size - 1],
    ] as const) {
      if (last >= size || first > last) continue;
      expect(await get(store, 'k', { first, last })).toBe(data.subarray(first, last + 1).toString());
    }
  });

  it.each([
    ['a way up', '../../../etc/passwd'],
    ['dots', '..'],
    ['a dot', '.'],
    ['an absolute path', '/etc/passwd'],
    ['only slashes', '//'],
    ['NUL', 'a\0b'],
    ['a Windows path', 'C:\\x'],
    ['a reserved name', 'CON'],
    ['a trailing dot and space', 'x. '],
    ['a line end', 'a\nb'],
    ['a component above 255 bytes', `${'x'.repeat(300)}/y`],
    ['1024 bytes', 'é'.repeat(512)],
    ['what a record ends with', 'BWS3v1\r\n'],
    ['JSON', '{"__proto__":1}'],
    ['a prototype', '__proto__'],
    ['beyond U+FFFF', '\u{1F600}'],
  ])('takes %s for a key like any other', async (_what, key) => {
    await put(store, key, 'data');
    await put(store, `${[...key].slice(0, -1).join('')}#`, 'other');
    expect(await get(store, key)).toBe('data');
    expect(keysOf(store)).toContain(key);
    expect(await store.deleteObject('bucket', key)).toBe(true);
    expect(await get(store, key)).toBeUndefined();
    expect(keysOf(store)).toHaveLength(1);
  });

  it('keeps keys apart that a file system may take for one', async () => {
    const keys = [
      'A',
      'a',
      'e\u0301',
      '\u00e9',
      'a/',
      'a/b',
      'a//b',
      'a/./b',
      '/a',
      'ſ',
      's',
      'K',
      '\u212a',
      'k',
    ];
    for (const key of keys) await put(store, key, `of ${key}`);
    expect(keysOf(store).sort()).toEqual([...keys].sort());
    for (const key of keys) expect(await get(store, key)).toBe(`of ${key}`);
  });

  it('refuses keys that S3 has not', async () => {
    expect(await refusal(put(store, '', 'x'))).toBe('InvalidKey');
    expect(await refusal(put(store, 'a\ud800b', 'x'))).toBe('InvalidKey');
    expect(await refusal(put(store, 'x'.repeat(1025), 'x'))).toBe('KeyTooLong');
    expect(await refusal(put(store, `${'é'.repeat(512)}x`, 'x'))).toBe('KeyTooLong');
    expect(await refusal(store.createUpload('bucket', '', newUpload))).toBe('InvalidKey');
    expect(keysOf(store)).toEqual([]);
  });

  it('reads on in an object that was replaced or deleted', async () => {
    await put(store, 'small', 'old');
    await put(store, 'big', big);
    const { uploadId, choices } = await putParts(store, 'parts', ['one ', big, ' two']);
    await store.completeUpload(uploadId, choices, metaOf('p'));
    const readers = await Promise.all(
      ['small', 'big', 'parts'].map((key) => store.openReader('bucket', key)),
    );
    for (const key of ['small', 'big', 'parts']) await put(store, key, 'new');
    for (const key of ['small', 'big', 'parts']) await store.deleteObject('bucket', key);
    await store.deleteBucket('bucket');
    const texts = [];
    for (const reader of readers) {
      const body = reader!.body();
      texts.push(Buffer.isBuffer(body) ? body.toString() : Buffer.concat(await body.toArray()).toString());
    }
    expect(texts).toEqual(['old', big.toString(), `one ${big} two`]);
  });

  it('lets the last of concurrent puts win, whole', async () => {
    const contents = Array.from({ length: 20 }, (_, index) =>
      Buffer.alloc(index % 2 ? 10 : 100_000, 65 + index),
    );
    const order: string[] = [];
    await Promise.all(
      contents.map(async (data) => {
        const writer = store.openWriter();
        await writeAll(writer, data, 5000);
        await store.putObject('bucket', 'k', writer, metaOf(data), () => void order.push(md5(data)));
      }),
    );
    expect(md5((await get(store, 'k'))!)).toBe(order.at(-1));
    expect((await store.headObject('bucket', 'k'))?.etag).toBe(order.at(-1));
    expect(order).toHaveLength(20);
  });

  it('asks in the instant of the commit whether it may: of many that want to be first, one is', async () => {
    const results = await Promise.all(
      Array.from({ length: 10 }, async (_, index) => {
        const writer = store.openWriter();
        await writeAll(writer, Buffer.alloc(index % 2 ? 10 : 100_000, index));
        return refusal(
          store.putObject('bucket', 'k', writer, metaOf(String(index)), (current) => {
            if (current !== undefined) throw new StorageError('InvalidKey', 'there is one');
          }),
        );
      }),
    );
    expect(results.filter((result) => result === 'done')).toHaveLength(1);
    const seen: unknown[] = [];
    const check = (current: unknown) => {
      seen.push(current);
      throw new StorageError('InvalidKey', 'no');
    };
    expect(await refusal(store.deleteObject('bucket', 'k', check))).toBe('InvalidKey');
    expect(seen).toEqual([expect.objectContaining({ key: 'k' })]);
    expect(keysOf(store)).toEqual(['k']);
  });

  it('uses a writer once', async () => {
    const writer = store.openWriter();
    await writer.write(Buffer.from('x'));
    await store.putObject('bucket', 'k', writer, metaOf('x'));
    expect(await refusal(store.putObject('bucket', 'k2', writer, metaOf('x')))).toBe('StoreClosed');
    expect(await refusal(async () => writer.write(Buffer.from('x')))).toBe('StoreClosed');
    writer.abort();
    const aborted = store.openWriter();
    await aborted.write(big);
    aborted.abort();
    aborted.abort();
    expect(await refusal(store.putObject('bucket', 'k3', aborted, metaOf('x')))).toBe('StoreClosed');
    expect(keysOf(store)).toEqual(['k']);
    expect(await get(store, 'k')).toBe('x');
  });

  it('makes an object of parts', async () => {
    const { uploadId } = await store.createUpload('bucket', 'k', newUpload);
    const put1 = async (number: number, data: Buffer | string) => {
      const writer = store.openWriter();
      await writeAll(writer, Buffer.from(data));
      return store.putPart(uploadId, number, writer, partOf(data));
    };
    await put1(7, 'seven');
    await put1(2, 'replaced');
    await put1(9, 'never named');
    await put1(2, big);
    expect(store.listParts(uploadId).map(({ partNumber, sizeBytes }) => [partNumber, sizeBytes])).toEqual([
      [2, 300_000],
      [7, 5],
      [9, 11],
    ]);
    expect(keysOf(store)).toEqual([]);
    expect(await refusal(store.deleteObject('bucket', 'k'))).toBe('done');
    const choices = [
      { partNumber: 2, etag: md5(big) },
      { partNumber: 7, etag: md5('seven') },
    ];
    const meta = await store.completeUpload(uploadId, choices, { ...metaOf(''), etag: 'x-2' });
    expect(meta).toMatchObject({ sizeBytes: 300_005, etag: 'x-2' });
    expect((await store.headObject('bucket', 'k'))?.parts).toEqual([
      { partNumber: 2, sizeBytes: 300_000 },
      { partNumber: 7, sizeBytes: 5 },
    ]);
    expect(await get(store, 'k')).toBe(`${big}seven`);
    expect(await get(store, 'k', { first: 299_999, last: 300_001 })).toBe(`${big.toString().at(-1)}se`);
    expect(await get(store, 'k', { first: 300_000, last: 300_004 })).toBe('seven');
    expect(await refusal(store.completeUpload(uploadId, choices, metaOf('')))).toBe('NoSuchUpload');
    expect(await refusal(() => store.getUpload(uploadId))).toBe('NoSuchUpload');
  });

  it('refuses parts that are not there, or not those, and keeps the upload', async () => {
    const { uploadId, choices } = await putParts(store, 'k', ['1', '2']);
    const complete = (parts: typeof choices) => refusal(store.completeUpload(uploadId, parts, metaOf('')));
    expect(await complete([])).toBe('InvalidPart');
    expect(await complete([{ ...choices[0]!, partNumber: 3 }])).toBe('InvalidPart');
    expect(await complete([{ ...choices[0]!, etag: md5('2') }])).toBe('InvalidPart');
    expect(await complete([choices[1]!, choices[0]!])).toBe('InvalidPartOrder');
    expect(await complete([choices[0]!, choices[0]!])).toBe('InvalidPartOrder');
    expect(
      await refusal(
        store.completeUpload(uploadId, choices, metaOf(''), () => {
          throw new StorageError('InvalidKey', 'no');
        }),
      ),
    ).toBe('InvalidKey');
    expect(store.listParts(uploadId)).toHaveLength(2);
    expect(await complete(choices)).toBe('done');
    expect(await get(store, 'k')).toBe('12');
  });

  it('completes an upload once, and not while a part is replaced', async () => {
    const { uploadId, choices } = await putParts(store, 'k', ['1', '2']);
    const writer = store.openWriter();
    await writer.write(Buffer.from('two'));
    const results = await Promise.all([
      refusal(store.completeUpload(uploadId, choices, metaOf(''))),
      refusal(store.completeUpload(uploadId, choices, metaOf(''))),
      refusal(store.putPart(uploadId, 2, writer, partOf('two'))),
      refusal(store.abortUpload(uploadId)),
    ]);
    const object = await get(store, 'k');
    expect(object === undefined || object === '12').toBe(true);
    expect(results.slice(0, 2).filter((result) => result === 'done').length).toBe(
      object === undefined ? 0 : 1,
    );
    expect(await refusal(() => store.getUpload(uploadId))).toBe('NoSuchUpload');
  });

  it('lists and aborts uploads', async () => {
    const ids: string[] = [];
    for (const [key, initiatedAt] of [
      ['b', 3],
      ['a/2', 1],
      ['a/1', 2],
      ['b', 1],
    ] as const) {
      ids.push((await store.createUpload('bucket', key, { ...newUpload, initiatedAt })).uploadId);
    }
    const list = (query: object) => {
      const all = store.listUploads({ bucket: 'bucket', prefix: '', maxUploads: 10, ...query });
      const { uploads, ...rest } = all;
      return { uploads: uploads.map(({ uploadId }) => ids.indexOf(uploadId)), ...rest };
    };
    const whole = { commonPrefixes: [], isTruncated: false };
    expect(list({})).toEqual({ ...whole, uploads: [2, 1, 3, 0] });
    expect(list({ prefix: 'a/' })).toEqual({ ...whole, uploads: [2, 1] });
    expect(list({ delimiter: '/' })).toEqual({ ...whole, uploads: [3, 0], commonPrefixes: ['a/'] });
    const page = { commonPrefixes: [], isTruncated: true, nextKeyMarker: 'b', nextUploadIdMarker: ids[3] };
    expect(list({ maxUploads: 3 })).toEqual({ ...page, uploads: [2, 1, 3] });
    expect(list({ keyMarker: 'b', uploadIdMarker: ids[3] })).toEqual({ ...whole, uploads: [0] });
    expect(list({ keyMarker: 'a/1' })).toEqual({ ...whole, uploads: [1, 3, 0] });
    expect(list({ keyMarker: 'a/', delimiter: '/' })).toEqual({ ...whole, uploads: [3, 0] });
    expect(list({ maxUploads: 1, delimiter: '/' })).toEqual({
      uploads: [],
      commonPrefixes: ['a/'],
      isTruncated: true,
      nextKeyMarker: 'a/',
    });
    await store.abortUpload(ids[1]!);
    expect(list({}).uploads).toEqual([2, 3, 0]);
    await store.deleteBucket('bucket');
    expect(await refusal(() => store.getUpload(ids[0]!))).toBe('NoSuchUpload');
  });

  it('does not delete a bucket with objects', async () => {
    await put(store, 'k', 'x');
    expect(await refusal(store.deleteBucket('bucket'))).toBe('BucketNotEmpty');
    expect(await get(store, 'k')).toBe('x');
    await store.deleteObject('bucket', 'k');
    await store.deleteBucket('bucket');
    await store.createBucket('bucket', 2);
    expect(keysOf(store)).toEqual([]);
  });
});
