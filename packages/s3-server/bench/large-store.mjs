// What grows with a store: 100,000 keys to list and to open, 1 GB to upload and to complete on disk.
import { createHash, randomBytes } from 'node:crypto';
import { RawConnection } from './raw-connection.mjs';
import { signedRequest } from './signed-request.mjs';
import { newFolder, peakRssBytes, startTarget } from './targets.mjs';

const keys = 100_000;
const partBytes = 64 * 2 ** 20;
const parts = 16;

async function timed(what, run) {
  const began = performance.now();
  const value = await run();
  console.log(`${what.padEnd(66)} ${(performance.now() - began).toFixed(1).padStart(9)} ms`);
  return value;
}

const ask = (target, connection, request) =>
  connection.send(signedRequest({ port: target.port, ...request }));

async function fill(target) {
  let next = 0;
  const body = randomBytes(100);
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      const connection = new RawConnection(target.port);
      for (let index = next++; index < keys; index = next++) {
        await ask(target, connection, { method: 'PUT', path: `/bucket/${index % 100}/key-${index}`, body });
      }
      connection.close();
    }),
  );
}

async function list(target) {
  const connection = new RawConnection(target.port, { keepText: true });
  let pages = 0;
  for (let token = ''; token !== undefined; pages++) {
    const from = token === '' ? '' : `continuation-token=${encodeURIComponent(token)}&`;
    const text = await ask(target, connection, {
      method: 'GET',
      path: '/bucket',
      query: `${from}list-type=2`,
    });
    token = /<NextContinuationToken>([^<]*)</.exec(text)?.[1];
  }
  connection.close();
  return pages;
}

async function folded(target) {
  const connection = new RawConnection(target.port, { keepText: true });
  const text = await ask(target, connection, {
    method: 'GET',
    path: '/bucket',
    query: 'delimiter=%2F&list-type=2',
  });
  connection.close();
  if (text.split('<CommonPrefixes>').length !== 101) throw new Error('100 common prefixes were expected.');
}

async function uploadParts(target) {
  const connection = new RawConnection(target.port, { keepText: true });
  const path = '/bucket/gigabyte';
  const created = await ask(target, connection, { method: 'POST', path, query: 'uploads=' });
  const uploadId = /<UploadId>([^<]*)</.exec(created)[1];
  const body = Buffer.alloc(partBytes, randomBytes(1 << 20));
  const etag = createHash('md5').update(body).digest('hex');
  await timed(`1 GiB in 16 parts to disk, durable, unsigned`, async () => {
    for (let part = 1; part <= parts; part++) {
      const query = `partNumber=${part}&uploadId=${uploadId}`;
      await ask(target, connection, { method: 'PUT', path, query, body, signed: false });
    }
  });
  const named = Array.from(
    { length: parts },
    (_, at) => `<Part><PartNumber>${at + 1}</PartNumber><ETag>${etag}</ETag></Part>`,
  );
  const document = Buffer.from(`<CompleteMultipartUpload>${named.join('')}</CompleteMultipartUpload>`);
  await timed('completing it', () =>
    ask(target, connection, { method: 'POST', path, query: `uploadId=${uploadId}`, body: document }),
  );
  connection.close();
}

async function uploadWhole(target) {
  const connection = new RawConnection(target.port);
  const body = Buffer.alloc(partBytes * parts, randomBytes(1 << 20));
  await timed('1 GiB in one PUT to disk, durable, unsigned', () =>
    ask(target, connection, { method: 'PUT', path: '/bucket/whole', body, signed: false }),
  );
  connection.close();
}

const memory = await startTarget({ storage: 'memory' });
await fill(memory);
await timed('listing 100,000 keys in pages of 1000, memory', () => list(memory));
await timed('listing 100,000 keys folded to 100 prefixes, memory', () => folded(memory));
await memory.stop();

const dir = newFolder();
const disk = await startTarget({ storage: { dir, durable: false } });
await fill(disk);
await timed('listing 100,000 keys in pages of 1000, disk', () => list(disk));
await disk.stop();
const again = await timed('starting with 100,000 objects on disk (a process of Node included)', () =>
  startTarget({ storage: { dir } }),
);
await again.stop();

for (const upload of [uploadWhole, uploadParts]) {
  const large = await startTarget({ storage: { dir: newFolder() } });
  const before = peakRssBytes(large.pid);
  await upload(large);
  const peak = peakRssBytes(large.pid);
  const mib = (bytes) => Math.round(bytes / 2 ** 20);
  console.log(`  peak RSS of the server ${mib(peak)} MiB, of which ${mib(before)} before the upload`);
  await large.stop();
}
process.exit();
