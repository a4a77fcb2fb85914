import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { Client } from 'minio';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withServer } from '../testing/running-server.js';

// A client that shares no code with AWS's: other header order, signed chunks, its own XML.
const running = withServer();
let client: Client;

beforeAll(() => {
  const { port, credentials } = running.server();
  client = new Client({
    endPoint: '127.0.0.1',
    port,
    useSSL: false,
    partSize: 5 * 2 ** 20,
    accessKey: credentials.accessKeyId,
    secretKey: credentials.secretAccessKey,
  });
});

afterAll(async () => {
  for await (const { name } of client.listObjectsV2('minio-bucket', '', true)) {
    await client.removeObject('minio-bucket', name);
  }
  await client.removeBucket('minio-bucket');
});

test('the client of MinIO makes a bucket, puts, reads, lists, copies and deletes', async () => {
  await client.makeBucket('minio-bucket');
  expect(await client.bucketExists('minio-bucket')).toBe(true);
  expect(await client.bucketExists('minio-none')).toBe(false);
  expect((await client.listBuckets()).map(({ name }) => name)).toEqual(['bucket', 'minio-bucket']);
  await client.putObject('minio-bucket', 'a/ü 1', 'text of a', 9, { 'Content-Type': 'text/x-a', one: '1' });
  expect(await text(await client.getObject('minio-bucket', 'a/ü 1'))).toBe('text of a');
  expect(await text(await client.getPartialObject('minio-bucket', 'a/ü 1', 5, 2))).toBe('of');
  const stat = await client.statObject('minio-bucket', 'a/ü 1');
  expect(stat).toMatchObject({ size: 9, metaData: { 'content-type': 'text/x-a', one: '1' } });
  await client.copyObject('minio-bucket', 'copy', '/minio-bucket/a/ü 1');
  const names: (string | undefined)[] = [];
  for await (const { name, prefix } of client.listObjectsV2('minio-bucket', '', false))
    names.push(name ?? prefix);
  expect(names.sort()).toEqual(['a/', 'copy']);
  await client.removeObjects('minio-bucket', ['a/ü 1']);
  await expect(client.statObject('minio-bucket', 'a/ü 1')).rejects.toMatchObject({ code: 'NotFound' });
});

test('and sends a stream as a multipart upload', async () => {
  const data = randomBytes(11 * 2 ** 20);
  // Pieces as a file has them: of one that holds several parts, the client makes a single part, whatever its partSize.
  const pieces = Array.from({ length: data.length / 65_536 }, (_, n) =>
    data.subarray(n * 65_536, (n + 1) * 65_536),
  );
  await client.putObject('minio-bucket', 'large', Readable.from(pieces, { objectMode: false }), data.length);
  const stat = await client.statObject('minio-bucket', 'large');
  expect(stat.size).toBe(data.length);
  expect(stat.etag).toMatch(/^[0-9a-f]{32}-3$/);
  expect((await buffer(await client.getObject('minio-bucket', 'large'))).equals(data)).toBe(true);
});

test('and presigns', async () => {
  const put = await client.presignedPutObject('minio-bucket', 'pre', 60);
  expect((await fetch(put, { method: 'PUT', body: 'signed' })).status).toBe(200);
  const get = await client.presignedGetObject('minio-bucket', 'pre', 60);
  expect(await (await fetch(get)).text()).toBe('signed');
});
