import { createHash, randomBytes } from 'node:crypto';
import { afterAll, describe, expect, test } from 'vitest';
import { Md5Threads } from './md5-threads.js';
import { slotBytes, slots } from './md5-worker.js';

const threads = new Md5Threads(2);
afterAll(() => threads.close());

const data = randomBytes(3 * slots * slotBytes + 12_345);
const expected = createHash('md5').update(data).digest('hex');

describe('MD5 in another thread', () => {
  test.each([1000, 65_536, slotBytes, data.length])(
    'is that of the bytes, in pieces of %i',
    async (pieceBytes) => {
      const md5 = threads.create(data.length);
      for (let at = 0; at < data.length; at += pieceBytes)
        await md5.update(data.subarray(at, at + pieceBytes));
      expect(await md5.digest()).toBe(expected);
    },
  );

  test('holds back who does not wait, and loses nothing', async () => {
    const md5 = threads.create(data.length);
    const waits: unknown[] = [];
    for (let at = 0; at < data.length; at += 65_536) waits.push(md5.update(data.subarray(at, at + 65_536)));
    expect(waits.some((wait) => wait !== undefined)).toBe(true);
    expect(await md5.digest()).toBe(expected);
    await Promise.all(waits);
  });

  test('is right for many bodies at once', async () => {
    const bodies = Array.from({ length: 6 }, (_, number) => Buffer.alloc(2 ** 20 + number, number));
    const digests = bodies.map(async (body) => {
      const md5 = threads.create(body.length);
      for (let at = 0; at < body.length; at += 50_000) await md5.update(body.subarray(at, at + 50_000));
      return md5.digest();
    });
    expect(await Promise.all(digests)).toEqual(
      bodies.map((body) => createHash('md5').update(body).digest('hex')),
    );
  });

  test('that is abandoned leaves the others alone', async () => {
    const [abandoned, other] = [threads.create(data.length), threads.create(data.length)];
    const wait = Promise.resolve(abandoned.update(data));
    const otherWait = other.update(data);
    abandoned.abandon();
    await expect(wait).rejects.toThrow('not wanted');
    await otherWait;
    expect(await other.digest()).toBe(expected);
  });

  test('fails when its thread is ended', async () => {
    const ended = new Md5Threads(1);
    const md5 = ended.create(data.length);
    const wait = Promise.resolve(md5.update(data));
    await ended.close();
    await expect(wait).rejects.toThrow('has ended');
    await expect(md5.digest()).rejects.toThrow('has ended');
  });
});
