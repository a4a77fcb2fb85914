import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { Worker } from 'node:worker_threads';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withServer } from '../testing/running-server.js';

const running = withServer({ hashThreads: 1 });
const data = randomBytes(4 * 2 ** 20);
const half = data.length / 2;
/** Hashed where it is received. */
const small = data.subarray(0, 1000);
const begun: Worker[] = [];
const note = (worker: Worker) => begun.push(worker);

// Node tells of every thread that this process begins, which is the only way to the one inside the server.
beforeAll(() => void process.on('worker', note));
afterAll(() => void process.off('worker', note));

/** A body in whose middle the thread that hashes it is ended. */
async function* endsTheThread(): AsyncGenerator<Buffer> {
  yield data.subarray(0, half);
  // The server begins a thread with the first bytes it gets.
  while (begun.length === 0) await new Promise((resolve) => setImmediate(resolve));
  await begun[0]!.terminate();
  yield data.subarray(half);
}

function put(Key: string, Body: Readable | Buffer, ContentLength = data.length) {
  const request = { Bucket: 'bucket', Key, Body, ContentLength };
  return running.client().send(new PutObjectCommand(request));
}

async function stored(Key: string): Promise<Buffer> {
  const { Body } = await running.client().send(new GetObjectCommand({ Bucket: 'bucket', Key }));
  return buffer(Body as Readable);
}

describe('the death of the thread that computes an MD5', () => {
  test('fails the upload under way, of which nothing is left; the next one gets a thread of its own', async () => {
    await put('key', small, small.length);
    expect(begun).toHaveLength(0);
    const failed = put('key', Readable.from(endsTheThread(), { objectMode: false }));
    await expect(failed).rejects.toMatchObject({
      name: 'InternalError',
      $metadata: { httpStatusCode: 500 },
    });
    expect(await stored('key')).toEqual(small);
    const { ETag } = await put('key', data);
    expect(begun).toHaveLength(2);
    expect(ETag).toBe(`"${createHash('md5').update(data).digest('hex')}"`);
  });
});
