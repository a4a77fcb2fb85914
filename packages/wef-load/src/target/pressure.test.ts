import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createS3Server } from '@benchwright/s3-server';
import { expect, it } from 'vitest';
import { startWefCollector } from './collector.js';
import { batchOf, post, seedBatch } from './testing/batches.js';
import { readStored } from './testing/stored.js';

const credentials = { accessKeyId: 'collector', secretAccessKey: 'of-a-test' };
const noise = (bytes: number) =>
  Array.from({ length: bytes }, (_, index) =>
    String.fromCharCode(97 + (((index * index * 7919) >> 3) % 26)),
  ).join('');

/** A port that nobody listens on now. */
async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((ready) => probe.once('listening', ready));
  const { port } = probe.address() as AddressInfo;
  await new Promise((closed) => probe.close(closed));
  return port;
}

it('refuses batches with 503 when the buffer is full, and stores what it took when S3 is there', async () => {
  const bufferPath = mkdtempSync(join(tmpdir(), 'benchwright-pressure-'));
  const port = await freePort();
  const collector = await startWefCollector({
    port: 0,
    store: {
      bufferPath,
      s3: { endpoint: `http://127.0.0.1:${port}`, ...credentials },
      maxBufferBytes: 1_048_576,
      flushIntervalMs: 50,
      workers: 1,
    },
  });
  let first = 1;
  let full = false;
  const acknowledged: number[] = [];
  while (!full) {
    // Text that compression does not make much smaller, for it is the files that wait.
    const data = `<Data Name="a">${noise(20_000)}${first}</Data>`;
    const events = Array.from({ length: 10 }, (_, index) => ({ recordId: first + index, data }));
    const { status, retryAfter } = await post(collector.endpoint, seedBatch(events));
    if (status === 200) acknowledged.push(...events.map(({ recordId }) => recordId));
    else expect([status, retryAfter]).toEqual([503, '1']);
    full = status === 503;
    first += 10;
  }
  expect((await fetch(`${collector.endpoint}/health`)).status).toBe(200);
  const metrics = await (await fetch(`${collector.endpoint}/metrics`)).text();
  expect(metrics).toContain('wef_batches_total{outcome="busy"} 1');

  const s3 = await createS3Server({ port, credentials, buckets: ['wef-events'] });
  await collector.flush();
  expect((await post(collector.endpoint, batchOf(first, 10))).status).toBe(200);
  await collector.flush();
  const stored = await readStored(collector.s3!);
  const rows = await stored.query('SELECT record_id id FROM events ORDER BY id');
  stored.close();
  expect(rows.map(({ id }) => Number(id))).toEqual([
    ...acknowledged,
    ...Array.from({ length: 10 }, (_, index) => first + index),
  ]);
  expect(await collector.close()).toBeUndefined();
  await s3.close();
  rmSync(bufferPath, { recursive: true, force: true });
});

it('closes a file before it is larger than it may be', async () => {
  const collector = await startWefCollector({
    port: 0,
    store: { maxFileBytes: 1_048_576, flushIntervalMs: 60_000, workers: 1 },
  });
  const random = (seed: number) =>
    Array.from({ length: 3000 }, (_, index) =>
      (((seed + index) * 2_654_435_761) % 4_294_967_296).toString(36),
    ).join('');
  const events = Array.from({ length: 150 }, (_, index) => ({
    recordId: index + 1,
    data: `<Data Name="a">${random(index * 3000)}</Data>`,
  }));
  expect((await post(collector.endpoint, seedBatch(events))).status).toBe(200);
  await collector.flush();
  const stored = await readStored(collector.s3!);
  const [row] = await stored.query(
    'SELECT count(DISTINCT record_id) n, count(DISTINCT filename) files FROM events',
  );
  stored.close();
  expect(row?.n).toBe('150');
  expect(stored.keys.length).toBeGreaterThan(1);
  expect(Math.max(...stored.bytes)).toBeLessThanOrEqual(1_048_576);
  await collector.close();
});
