import { GetObjectCommand, ListMultipartUploadsCommand, S3Client } from '@aws-sdk/client-s3';
import { createS3Server, type FaultConfig } from '@benchwright/s3-server';
import { afterEach, describe, expect, it } from 'vitest';
import { rawMultipart } from './raw-multipart.js';

const MB = 1024 ** 2;
const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret/with+signs' };
const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function start(faults?: FaultConfig) {
  const rules = faults === undefined ? {} : { faults };
  const server = await createS3Server({ buckets: ['somewhere'], credentials: keys, ...rules });
  const client = new S3Client({
    endpoint: server.endpoint,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: keys,
  });
  open.push(server, { close: () => client.destroy() });
  const upload = (over: object = {}) => {
    const raw = rawMultipart({
      ...{ endpoint: server.endpoint, bucket: 'somewhere', key: 'a b/c.jsonl', region: 'us-east-1', keys },
      ...{
        part: Buffer.alloc(5 * MB, 'x'),
        objectBytes: 12 * MB,
        queueSize: 2,
        uploads: 1,
        signsBodies: true,
      },
      ...over,
    });
    open.push(raw);
    return raw.operation({ slot: 0, sequence: 0, sentNs: 0, signal: new AbortController().signal });
  };
  return { client, upload };
}

describe('a multipart upload signed by hand', () => {
  it.each([true, false])('is taken by a server that verifies it (bodies signed: %s)', async (signsBodies) => {
    const { client, upload } = await start();
    expect(await upload({ signsBodies })).toMatchObject({ errorClass: undefined });
    const stored = await client.send(new GetObjectCommand({ Bucket: 'somewhere', Key: 'a b/c.jsonl' }));
    expect(stored.ContentLength).toBe(12 * MB);
    expect(stored.ETag).toMatch(/-3"$/);
    expect(await stored.Body?.transformToString()).toBe('x'.repeat(12 * MB));
  });

  it('that fails says what S3 said, and leaves no parts', async () => {
    const { client, upload } = await start({ rules: [{ operation: 'UploadPart', errors: { SlowDown: 1 } }] });
    await expect(upload()).rejects.toMatchObject({ code: 'SlowDown', message: 'S3 answered 503' });
    const { Uploads } = await client.send(new ListMultipartUploadsCommand({ Bucket: 'somewhere' }));
    expect(Uploads ?? []).toEqual([]);
  });
});
