import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statfsSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StorageError } from '../storage-error.js';
import {
  filesIn,
  get,
  keysOf,
  metaOf,
  put,
  putParts,
  temporaryFolder,
  writeAll,
} from '../testing/store-fixture.js';
import { type DiskStore, openDiskStore } from './disk-store.js';
import { StoreFolderError } from './folder-error.js';
import { objectFileName } from './store-layout.js';

let folder: ReturnType<typeof temporaryFolder>;
let dir: string;
const open: DiskStore[] = [];

/** Opens the store; it is closed after the test, or by the next call. */
async function reopen(): Promise<DiskStore> {
  await open.pop()?.close();
  const store = openDiskStore({ dir, durable: false });
  open.push(store);
  return store;
}

beforeEach(() => {
  folder = temporaryFolder();
  dir = join(folder.path, 'store');
});
afterEach(async () => {
  await open.pop()?.close();
  folder.remove();
});

async function newStore(): Promise<DiskStore> {
  const store = await reopen();
  await store.createBucket('bucket', 5);
  return store;
}

const big = 'x'.repeat(200_000);
const fileOf = (key: string) => join(dir, 'buckets', 'b-bucket', 'objects', objectFileName(key));
const refusal = (error: unknown) => (error instanceof StorageError ? error.reason : error);

describe('a store on disk, opened again', () => {
  it('is as it was: buckets, objects, uploads', async () => {
    const store = await newStore();
    const meta = { ...metaOf('x'), headers: { 'content-type': 'a/b' }, userMetadata: { n: 'é' } };
    const writer = store.openWriter();
    await writer.write(Buffer.from('x'));
    await store.putObject('bucket', 'ünï\u{1F600}', writer, meta);
    await put(store, 'big', big);
    const { uploadId, choices } = await putParts(store, 'parts', [big, 'y']);
    await store.completeUpload(uploadId, choices, metaOf('p'));
    const unfinished = await putParts(store, 'unfinished', ['1', big]);
    const infos = [
      store.listBuckets(),
      store.listParts(unfinished.uploadId),
      store.getUpload(unfinished.uploadId),
    ];
    const listed = store.listObjects({ bucket: 'bucket', prefix: '', maxKeys: 9 });

    const again = await reopen();
    expect(again.problems).toEqual([]);
    const { uploadId: id } = unfinished;
    expect([again.listBuckets(), again.listParts(id), again.getUpload(id)]).toEqual(infos);
    expect(again.listObjects({ bucket: 'bucket', prefix: '', maxKeys: 9 })).toEqual(listed);
    expect(await again.headObject('bucket', 'ünï\u{1F600}')).toMatchObject(meta);
    expect(await get(again, 'parts')).toBe(`${big}y`);
    await again.completeUpload(id, unfinished.choices, metaOf('u'));
    expect(await get(again, 'unfinished')).toBe(`1${big}`);
  });

  it('has forgotten what was not committed', async () => {
    const store = await newStore();
    await put(store, 'k', 'old');
    await writeAll(store.openWriter(), Buffer.from(big));
    const before = filesIn(dir);
    expect(before.filter((file) => file.startsWith('tmp'))).toHaveLength(1);
    const again = await reopen();
    expect(filesIn(dir)).toEqual(before.filter((file) => !file.startsWith('tmp')));
    expect(keysOf(again)).toEqual(['k']);
  });

  it('writes and commits nothing once it is closed', async () => {
    const store = await newStore();
    const writer = store.openWriter();
    await writer.write(Buffer.from('x'));
    const again = await reopen();
    const late = [
      store.putObject('bucket', 'k', writer, metaOf('x')),
      store.createBucket('other', 1),
      store.deleteBucket('bucket'),
      store.deleteObject('bucket', 'k'),
    ];
    for (const result of await Promise.allSettled(late)) {
      expect(result).toMatchObject({ status: 'rejected', reason: { reason: 'StoreClosed' } });
    }
    expect([keysOf(again), again.listBuckets().length]).toEqual([[], 1]);
    expect(filesIn(dir).filter((file) => file.startsWith('tmp'))).toEqual([]);
  });
});

describe('files that were damaged from outside', () => {
  it.each([
    ['truncated to nothing', (path: string) => truncateSync(path, 0), 'it has 0 bytes'],
    ['cut at the end', (path: string) => truncateSync(path, statSync(path).size - 1), 'its end is missing'],
    [
      'cut at the beginning',
      (path: string) => writeFileSync(path, readFileSync(path).subarray(1)),
      'bytes where its record says',
    ],
    [
      'changed in the record',
      (path: string) =>
        writeFileSync(path, readFileSync(path, 'latin1').replace('"etag"', '"etaG"'), 'latin1'),
      'its record was changed',
    ],
    [
      'of another key',
      (path: string) => renameSync(path, fileOf('other')),
      'its name is not that of its key',
    ],
    [
      'overwritten',
      (path: string) => writeFileSync(path, 'BWS3v1\r\n'.repeat(3)),
      'its beginning is missing',
    ],
  ])('%s are reported, and the rest is served', async (_what, damage, why) => {
    const store = await newStore();
    await put(store, 'damaged', big);
    await put(store, 'sound', 'sound');
    await reopen().then((one) => one.close());
    damage(fileOf('damaged'));

    const again = await reopen();
    const key = existsSync(fileOf('other')) ? 'other' : 'damaged';
    expect(again.problems).toEqual([{ path: fileOf(key), message: expect.stringContaining(why) }]);
    expect(await again.headObject('bucket', key).catch(refusal)).toBe('CorruptObject');
    expect(await again.openReader('bucket', key).catch(refusal)).toBe('CorruptObject');
    expect(await get(again, 'sound')).toBe('sound');
    expect(keysOf(again)).toEqual(['sound']);
    await again.deleteObject('bucket', 'sound');
    expect(await again.deleteBucket('bucket').catch(refusal)).toBe('BucketNotEmpty');
    if (key === 'damaged') await put(again, key, 'mended');
    expect(await again.deleteObject('bucket', key)).toBe(true);
    await again.deleteBucket('bucket');
    expect((await reopen()).problems).toEqual([]);
  });

  it('while the store is open answer CorruptObject too', async () => {
    const store = await newStore();
    await put(store, 'k', big);
    truncateSync(fileOf('k'), 100_000);
    expect(await store.openReader('bucket', 'k').catch(refusal)).toBe('CorruptObject');
    await put(store, 'k', 'again');
    expect(await get(store, 'k')).toBe('again');
  });

  it('of parts and uploads are reported', async () => {
    const store = await newStore();
    const done = await putParts(store, 'done', [big, 'y']);
    await store.completeUpload(done.uploadId, done.choices, metaOf('p'));
    const part = await putParts(store, 'part', ['1', '2']);
    const upload = await putParts(store, 'upload', ['1']);
    const uploads = join(dir, 'buckets', 'b-bucket', 'multipart');
    truncateSync(join(uploads, done.uploadId, 'p00001'), 1000);
    truncateSync(join(uploads, part.uploadId, 'p00002'), 3);
    truncateSync(join(uploads, upload.uploadId, 'upload'), 3);
    truncateSync(join(dir, 'buckets', 'b-bucket', 'bucket'), 3);
    mkdirSync(join(dir, 'buckets', 'strange'));

    const again = await reopen();
    expect(again.problems.map(({ path }) => path.slice(dir.length + 1)).sort()).toEqual(
      [
        fileOf('done').slice(dir.length + 1),
        'buckets/b-bucket/bucket',
        `buckets/b-bucket/multipart/${part.uploadId}/p00002`,
        `buckets/b-bucket/multipart/${upload.uploadId}`,
        'buckets/strange',
      ].sort(),
    );
    expect(await get(again, 'done').catch(refusal)).toBe('CorruptObject');
    expect(again.listParts(part.uploadId).map(({ partNumber }) => partNumber)).toEqual([1]);
    expect(again.hasBucket('bucket')).toBe(true);
  });
});

describe('the folder of a store', () => {
  it('is refused while another has it, and taken over from the dead', async () => {
    await reopen();
    expect(() => openDiskStore({ dir })).toThrow(/in use by process \d+\. Stop that server/);
    await open.pop()?.close();
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    for (const lock of [
      JSON.stringify({ pid, startTicks: '1', host: hostname() }),
      // Another container's, whose first process had the same number.
      JSON.stringify({ pid: process.pid, startTicks: '1', host: 'elsewhere' }),
      '',
    ]) {
      writeFileSync(join(dir, 'lock'), lock);
      await (await reopen()).close();
      expect(existsSync(join(dir, 'lock'))).toBe(false);
    }
  });

  it('is refused where it holds something else, or a newer store', () => {
    mkdirSync(dir);
    writeFileSync(join(dir, 'thesis.txt'), 'years of work');
    expect(() => openDiskStore({ dir })).toThrow(
      /holds files that are not of an S3 store. Name an empty folder/,
    );
    expect(readdirSync(dir)).toEqual(['thesis.txt']);
    writeFileSync(join(dir, 'benchwright-s3.json'), '{"format":2}\n');
    expect(() => openDiskStore({ dir })).toThrow(/newer version \(format 2, this one knows 1\)/);
    writeFileSync(join(dir, 'benchwright-s3.json'), '{"for');
    expect(() => openDiskStore({ dir })).toThrow(/is not as this program writes it/);
  });

  it('is refused where it cannot be made, with the reason', () => {
    writeFileSync(join(folder.path, 'file'), '');
    const error = (() => {
      try {
        return openDiskStore({ dir: join(folder.path, 'file', 'store') });
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(StoreFolderError);
    expect(error).toMatchObject({ code: 'ERR_S3_STORE_FOLDER', message: expect.stringContaining('ENOTDIR') });
  });
});

/** A small file system of its own, where this process may mount one. */
function mountSmall(path: string): boolean {
  mkdirSync(path);
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', path], { stdio: 'ignore' });
  return status === 0;
}

describe('a full disk', () => {
  it('refuses with NoSpace what does not fit, keeps what is there, and gives the space back', async ({
    skip,
  }) => {
    const mounted = join(folder.path, 'small');
    if (!mountSmall(mounted)) return skip('no right to mount a tmpfs');
    try {
      dir = join(mounted, 'store');
      const store = await newStore();
      await put(store, 'k', 'old');
      const { uploadId, choices } = await putParts(store, 'parts', ['1']);
      const freeBefore = statfsSync(mounted).bavail;
      const tooMuch = 'x'.repeat(3_000_000);
      expect(await put(store, 'k', tooMuch).catch(refusal)).toBe('NoSpace');
      expect(await putParts(store, 'p', ['1', tooMuch]).catch(refusal)).toBe('NoSpace');
      await store.abortUpload(
        store.listUploads({ bucket: 'bucket', prefix: 'p', maxUploads: 1 }).uploads[0]!.uploadId,
      );
      expect(store.listParts(uploadId)).toHaveLength(1);
      expect(await get(store, 'k')).toBe('old');

      // Small objects take the other way through the writer: until even these do not fit.
      const results: unknown[] = [];
      for (let index = 0; index < 100; index++) {
        results.push(await put(store, `s${index}`, 'x'.repeat(40_000)).catch(refusal));
      }
      const fitted = results.filter((result) => result !== 'NoSpace').length;
      expect(fitted).toBeGreaterThan(5);
      expect(fitted).toBeLessThan(30);
      expect(keysOf(store)).toHaveLength(fitted + 1);
      for (const key of keysOf(store)) await store.deleteObject('bucket', key);
      await store.completeUpload(uploadId, choices, metaOf('p'));
      await store.deleteObject('bucket', 'parts');
      const again = await reopen();
      expect(again.problems).toEqual([]);
      expect(statfsSync(mounted).bavail).toBeGreaterThanOrEqual(freeBefore);
    } finally {
      await open.pop()?.close();
      execFileSync('umount', [mounted]);
    }
  });
});
