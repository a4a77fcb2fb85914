import { connect } from 'node:net';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createS3Server } from '@benchwright/s3-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signedPut } from './sign-put.js';

const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret/with+signs' };
let server: Awaited<ReturnType<typeof createS3Server>>;

beforeAll(async () => {
  server = await createS3Server({ buckets: ['somewhere'], credentials: keys });
});
afterAll(() => server.close());

/** Sends bytes as they are and resolves with the status line. */
function send(bytes: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(server.port, '127.0.0.1', () => socket.write(bytes));
    socket.once('data', (data) => {
      socket.destroy();
      resolve(data.toString('latin1').split('\r\n', 1)[0]!);
    });
    socket.once('error', reject);
  });
}

describe('a PutObject signed by hand', () => {
  const put = (over: object = {}) => ({
    endpoint: server.endpoint,
    bucket: 'somewhere',
    key: "a folder/it's (1).jsonl",
    region: 'us-east-1',
    keys,
    body: Buffer.from('{"event":1}\n'),
    signsBody: true,
    now: new Date(),
    ...over,
  });

  it.each([true, false])('is taken by a server that verifies it (body signed: %s)', async (signsBody) => {
    expect(await send(signedPut(put({ signsBody })))).toBe('HTTP/1.1 200 OK');
    const client = new S3Client({
      endpoint: server.endpoint,
      region: 'us-east-1',
      forcePathStyle: true,
      credentials: keys,
    });
    const { Body } = await client.send(new GetObjectCommand({ Bucket: 'somewhere', Key: put().key }));
    expect(await Body?.transformToString()).toBe('{"event":1}\n');
    client.destroy();
  });

  it('is refused with another key', async () => {
    const wrong = { ...keys, secretAccessKey: 'another' };
    expect(await send(signedPut(put({ keys: wrong })))).toMatch(/^HTTP\/1\.1 403/);
  });
});
