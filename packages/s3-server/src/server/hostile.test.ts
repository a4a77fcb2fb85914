import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { describe, expect, test } from 'vitest';
import { createS3Server } from '../s3-server.js';
import { withServer } from '../testing/running-server.js';

const running = withServer();
const bucket = { Bucket: 'bucket' };

/** Sends text over a connection of its own, and returns all that comes back until it is closed. */
async function exchange(text: string): Promise<string> {
  const socket = connect(running.server().port, '127.0.0.1');
  let answer = '';
  socket.setEncoding('latin1').on('data', (part) => {
    answer += part;
  });
  socket.on('error', () => {});
  socket.write(text, 'latin1');
  await once(socket, 'close');
  return answer;
}

async function presignedPath(Key: string): Promise<string> {
  const client = running.client({ requestChecksumCalculation: 'WHEN_REQUIRED' });
  const url = await getSignedUrl(client, new PutObjectCommand({ ...bucket, Key }));
  return url.slice(running.server().endpoint.length);
}

async function keys(): Promise<(string | undefined)[]> {
  const { Contents = [] } = await running.client().send(new ListObjectsV2Command(bucket));
  return Contents.map(({ Key }) => Key);
}

function host(): string {
  return `Host: 127.0.0.1:${running.server().port}`;
}

describe('a client that waits for 100 Continue', () => {
  test('is told at once that it may not, and sends nothing', async () => {
    const answer = await exchange(
      `PUT /bucket/waits HTTP/1.1\r\n${host()}\r\nContent-Length: 1000000\r\nExpect: 100-continue\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n/);
    expect(answer).toContain('<Code>AccessDenied</Code>');
    expect(answer).not.toContain('100 Continue');
  });

  test('is told to go on when its signature is right', async () => {
    const path = await presignedPath('waits');
    const answer = await exchange(
      `PUT ${path} HTTP/1.1\r\n${host()}\r\nContent-Length: 5\r\nConnection: close\r\nExpect: 100-continue\r\n\r\nhello`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK\r\n/);
  });
});

describe('what goes wrong on the way', () => {
  test('a connection that ends in mid-body leaves nothing', async () => {
    const path = await presignedPath('cut-off');
    const socket = connect(running.server().port, '127.0.0.1');
    socket.write(
      `PUT ${path} HTTP/1.1\r\n${host()}\r\nContent-Length: 1000\r\nExpect: 100-continue\r\n\r\nhalf`,
    );
    // The server has begun to read the body when it says so.
    await once(socket, 'data');
    socket.resetAndDestroy();
    expect(await keys()).not.toContain('cut-off');
  });

  test.each([
    ['no HTTP', 'hello\r\n\r\n', 'BadRequest'],
    [
      'a giant head',
      `GET / HTTP/1.1\r\nHost: a\r\nx: ${'x'.repeat(100_000)}\r\n\r\n`,
      'RequestHeaderSectionTooLarge',
    ],
    [
      'two lengths',
      'PUT /bucket/a HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
      'BadRequest',
    ],
  ])('%s is a bad request', async (_, text, code) => {
    const answer = await exchange(text);
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(answer).toContain(`<Code>${code}</Code>`);
  });

  test.each([
    ['/bucket/%', 'InvalidURI'],
    ['/bucket/%ff', 'InvalidURI'],
    ['/bucket/a?b=%zz', 'InvalidURI'],
    ['//bucket', 'InvalidURI'],
    ['*', 'InvalidURI'],
    ['/bucket?prefix=a&prefix=b', 'InvalidArgument'],
    [`/bucket?${'a&'.repeat(200)}`, 'InvalidRequest'],
    [`/bucket/${'k'.repeat(1025)}`, 'KeyTooLongError'],
  ])('the target %s is %s', async (target, code) => {
    const answer = await exchange(`GET ${target} HTTP/1.1\r\n${host()}\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(answer).toContain(`<Code>${code}</Code>`);
  });

  test('a key with NUL and dots is a key and nothing else', async () => {
    const Key = '../..\u0000/etc/passwd';
    const client = running.client();
    await client.send(new PutObjectCommand({ ...bucket, Key, Body: 'mine' }));
    const { Body } = await client.send(new GetObjectCommand({ ...bucket, Key }));
    expect(await Body?.transformToString()).toBe('mine');
  });

  test('a body that is refused early leaves its connection usable', async () => {
    const { endpoint } = running.server();
    for (let attempt = 0; attempt < 3; attempt++) {
      const answer = await fetch(`${endpoint}/bucket/refused`, {
        method: 'PUT',
        body: Buffer.alloc(3_000_000),
      });
      expect(answer.status).toBe(403);
      await answer.text();
    }
  });
});

describe('what this server does not do', () => {
  test.each([
    ['acl', { 'x-amz-acl': 'public-read' }],
    ['encryption', { 'x-amz-server-side-encryption': 'aws:kms' }],
    ['tags', { 'x-amz-tagging': 'a=b' }],
  ])('is refused: %s', async (_, headers) => {
    const command = new PutObjectCommand({ ...bucket, Key: 'not', Body: 'x' });
    command.middlewareStack.add(
      (next) => (args) => {
        Object.assign((args.request as { headers: object }).headers, headers);
        return next(args);
      },
      { step: 'build' },
    );
    await expect(running.client().send(command)).rejects.toMatchObject({
      name: 'NotImplemented',
      $metadata: { httpStatusCode: 501 },
    });
    expect(await keys()).not.toContain('not');
  });
});

describe('virtual-host style', () => {
  test('names the bucket in the host', async () => {
    const { port, credentials, region } = running.server();
    const client = running.client({
      forcePathStyle: false,
      endpoint: `http://localhost:${port}`,
      region,
      credentials,
    });
    const url = await getSignedUrl(client, new PutObjectCommand({ ...bucket, Key: 'by host' }));
    const { host: virtualHost, pathname, search } = new URL(url);
    expect(virtualHost).toBe(`bucket.localhost:${port}`);
    const answer = await exchange(
      `PUT ${pathname}${search} HTTP/1.1\r\nHost: ${virtualHost}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(await keys()).toContain('by host');
  });
});

describe('starting and ending', () => {
  test('a port in use, and options that make no sense, are said', async () => {
    await expect(createS3Server({ port: running.server().port })).rejects.toMatchObject({
      code: 'ERR_PORT_IN_USE',
    });
    await expect(createS3Server({ port: -1 })).rejects.toMatchObject({ code: 'ERR_S3_SERVER_CONFIG' });
    await expect(createS3Server({ buckets: ['A'] })).rejects.toMatchObject({ code: 'ERR_S3_SERVER_CONFIG' });
    await expect(
      createS3Server({ credentials: { accessKeyId: 'a', secretAccessKey: '' } }),
    ).rejects.toMatchObject({ code: 'ERR_S3_SERVER_CONFIG' });
    await expect(createS3Server({ faults: { rules: [{ operation: 'Nothing' }] } })).rejects.toMatchObject({
      code: 'ERR_S3_FAULT_CONFIG',
    });
  });

  test('opaque ETags are no MD5s, and a full store refuses what it cannot keep', async () => {
    const server = await createS3Server({
      etag: 'opaque',
      storage: { limitBytes: 1000 },
      buckets: ['bucket'],
    });
    const client = running.client({ endpoint: server.endpoint, credentials: server.credentials });
    const { ETag } = await client.send(new PutObjectCommand({ ...bucket, Key: 'a', Body: 'a' }));
    expect(ETag).toMatch(/^"[0-9a-f]{32}"$/);
    expect(ETag).not.toContain(createHash('md5').update('a').digest('hex'));
    await expect(
      client.send(new PutObjectCommand({ ...bucket, Key: 'b', Body: Buffer.alloc(2000) })),
    ).rejects.toMatchObject({ name: 'InsufficientStorage', $metadata: { httpStatusCode: 507 } });
    await server.close();
    await server.close();
  });

  test('injected faults reach the client as S3 would send them', async () => {
    const server = await createS3Server({
      buckets: ['bucket'],
      faults: {
        rules: [
          { operation: 'PutObject', errors: { SlowDown: 1 } },
          { operation: 'GetObject', errors: { reset: 1 } },
        ],
      },
    });
    const client = running.client({ endpoint: server.endpoint, credentials: server.credentials });
    await expect(client.send(new PutObjectCommand({ ...bucket, Key: 'a', Body: 'a' }))).rejects.toMatchObject(
      {
        name: 'SlowDown',
        $metadata: { httpStatusCode: 503 },
      },
    );
    await expect(client.send(new GetObjectCommand({ ...bucket, Key: 'a' }))).rejects.toMatchObject({
      code: 'ECONNRESET',
    });
    await server.close();
  });
});
