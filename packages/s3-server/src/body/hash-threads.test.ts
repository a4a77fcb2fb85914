import { createHash, randomBytes } from 'node:crypto';
import { afterAll, describe, expect, test } from 'vitest';
import { HashThreads } from './hash-threads.js';
import { slotBytes, slots } from './hash-worker.js';

const threads = new HashThreads(2);
afterAll(() => threads.close());

const data = randomBytes(3 * slots * slotBytes.md5 + 12_345);
const expected = createHash('md5').update(data).digest('hex');

describe('a hash in another thread', () => {
  test.each([1000, 65_536, slotBytes.md5, data.length])(
    'is that of the bytes, in pieces of %i',
    async (pieceBytes) => {
      const md5 = threads.create('md5', data.length);
      for (let at = 0; at < data.length; at += pieceBytes)
        await md5.update(data.subarray(at, at + pieceBytes));
      expect(await md5.digest()).toBe(expected);
    },
  );

  test('holds back who does not wait, and loses nothing', async () => {
    const md5 = threads.create('md5', data.length);
    const waits: unknown[] = [];
    for (let at = 0; at < data.length; at += 65_536) waits.push(md5.update(data.subarray(at, at + 65_536)));
    expect(waits.some((wait) => wait !== undefined)).toBe(true);
    expect(await md5.digest()).toBe(expected);
    await Promise.all(waits);
  });

  test('is right for many bodies at once', async () => {
    const bodies = Array.from({ length: 6 }, (_, number) => Buffer.alloc(2 ** 20 + number, number));
    const digests = bodies.map(async (body) => {
      const md5 = threads.create('md5', body.length);
      for (let at = 0; at < body.length; at += 50_000) await md5.update(body.subarray(at, at + 50_000));
      return md5.digest();
    });
    expect(await Promise.all(digests)).toEqual(
      bodies.map((body) => createHash('md5').update(body).digest('hex')),
    );
  });

  test('that is abandoned leaves the others alone', async () => {
    const [abandoned, other] = [threads.create('md5', data.length), threads.create('md5', data.length)];
    const wait = Promise.resolve(abandoned.update(data));
    const otherWait = other.update(data);
    abandoned.abandon();
    await expect(wait).rejects.toThrow('not wanted');
    await otherWait;
    expect(await other.digest()).toBe(expected);
  });

  test('is SHA-256 where a thread has nothing to do, and computed here where none has', async () => {
    const two = new HashThreads(2);
    const large = Buffer.concat(Array.from({ length: 4 }, () => data));
    const hashes = (['md5', 'sha256', 'sha256'] as const).map((name) => two.create(name, large.length));
    // Only in a thread has everybody to wait who brings so much at once.
    const waits = hashes.map((hash) => hash.update(large));
    expect(waits.map((wait) => wait !== undefined)).toEqual([true, true, false]);
    await Promise.all(waits);
    const digests = ['md5', 'sha256', 'sha256'].map((name) => createHash(name).update(large).digest('hex'));
    expect(await Promise.all(hashes.map((hash) => hash.digest()))).toEqual(digests);
    await two.close();
  });

  test('fails when its thread is ended', async () => {
    const ended = new HashThreads(1);
    const md5 = ended.create('md5', data.length);
    const wait = Promise.resolve(md5.update(data));
    await ended.close();
    await expect(wait).rejects.toThrow('has ended');
    await expect(md5.digest()).rejects.toThrow('has ended');
  });
});
