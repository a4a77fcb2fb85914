import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createS3Server, type S3Server } from '@benchwright/s3-server';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { StorePlace } from './store/open-store.js';
import { batchOf } from './testing/batches.js';
import { type CollectorProcess, startCollectorProcess } from './testing/collector-process.js';
import { readStored } from './testing/stored.js';

const folder = mkdtempSync(join(tmpdir(), 'benchwright-recovery-'));
const bucket = 'wef-events';
const credentials = { accessKeyId: 'collector', secretAccessKey: 'of-a-test' };
let s3: S3Server;
let place: StorePlace;
let running: CollectorProcess | undefined;
let test = 0;

beforeAll(async () => {
  s3 = await createS3Server({ credentials, buckets: [bucket] });
});
afterEach(async () => {
  await running?.close();
  running = undefined;
});
afterAll(async () => {
  await s3.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A place and a folder of its own for each test. */
function fresh(endpoint = s3.endpoint): string {
  place = { endpoint, bucket, prefix: `test-${++test}`, ...credentials };
  return join(folder, `buffer-${test}`);
}

async function start(buffer: string, flushSecs: number): Promise<CollectorProcess> {
  const args = ['--prefix', place.prefix, '--flush-interval-secs', String(flushSecs)];
  running = await startCollectorProcess(place, buffer, args);
  return running;
}

/** All record ids of the bucket, in order, with those that are there twice. */
async function storedIds(): Promise<number[]> {
  const stored = await readStored({ ...place, endpoint: s3.endpoint });
  const rows =
    stored.keys.length === 0 ? [] : await stored.query('SELECT record_id id FROM events ORDER BY id');
  stored.close();
  return rows.map(({ id }) => Number(id));
}

const ids = (first: number, count: number) => Array.from({ length: count }, (_, index) => first + index);

describe('a collector that was killed', () => {
  it('has what it acknowledged in its spool', async () => {
    const buffer = fresh();
    const killed = await start(buffer, 3600);
    expect(await killed.send(batchOf(1, 500))).toBe(true);
    expect(await killed.send(batchOf(501, 500))).toBe(true);
    await killed.kill();
    expect(await storedIds()).toEqual([]);
    const next = await start(buffer, 3600);
    expect(await next.metric('wef_recovered_bytes')).toBeGreaterThan(0);
    await next.drained();
    expect(await storedIds()).toEqual(ids(1, 1000));
    expect(readdirSync(buffer)).toEqual(['lock']);
  });

  it('uploads files that were made while S3 was away, and none of them twice', async () => {
    const gone = await createS3Server({ credentials, buckets: [bucket] });
    const buffer = fresh(gone.endpoint);
    await gone.close();
    const killed = await start(buffer, 0.05);
    expect(await killed.send(batchOf(1, 300))).toBe(true);
    // Another type is another file of the same flush.
    expect(await killed.send(batchOf(301, 300).replaceAll('>4624<', '>4625<'))).toBe(true);
    const isManifest = (name: string) => name.endsWith('.json');
    while (!readdirSync(buffer).some(isManifest) || (await killed.metric('wef_parquet_rows_total')) < 600) {
      await new Promise((next) => setTimeout(next, 20));
    }
    await killed.kill();
    const copy = `${buffer}-copy`;
    cpSync(buffer, copy, { recursive: true });
    place = { ...place, endpoint: s3.endpoint };
    await (await start(buffer, 3600)).drained();
    expect(await storedIds()).toEqual(ids(1, 600));
    await running!.close();
    // As if it had been killed after the upload and before its note of it: the same files once more.
    const again = await start(copy, 3600);
    await again.drained();
    expect(await again.metric('wef_stored_files_total')).toBeGreaterThan(1);
    expect(await storedIds()).toEqual(ids(1, 600));
  });

  it('loses nothing and doubles nothing, whenever that was', async () => {
    const buffer = fresh();
    const acknowledged: number[] = [];
    let next = 1;
    for (let round = 0; round < 3; round++) {
      const collector = await start(buffer, 0.02);
      let killed = false;
      const sender = async (): Promise<void> => {
        while (!killed) {
          const first = next;
          next += 200;
          if (await collector.send(batchOf(first, 200))) acknowledged.push(...ids(first, 200));
        }
      };
      const senders = [sender(), sender(), sender()];
      while (acknowledged.length < (round + 1) * 3000) await new Promise((go) => setTimeout(go, 5));
      killed = true;
      await collector.kill();
      await Promise.all(senders);
    }
    await (await start(buffer, 0.02)).drained();
    const stored = await storedIds();
    expect(new Set(stored).size).toBe(stored.length);
    const there = new Set(stored);
    expect(acknowledged.filter((id) => !there.has(id))).toEqual([]);
    expect(existsSync(join(buffer, 'lock'))).toBe(true);
  });
});

describe('a buffer folder', () => {
  it("is one collector's at a time", async () => {
    const buffer = fresh();
    await start(buffer, 3600);
    await expect(startCollectorProcess(place, buffer)).rejects.toThrow(/is in use by process \d+/);
  });
});
