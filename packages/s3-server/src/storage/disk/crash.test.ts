import { execFile } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contents, crashSteps, prepare, uploadOf } from '../testing/crash-steps.js';
import { filesIn, get, keysOf, temporaryFolder } from '../testing/store-fixture.js';
import { openDiskStore } from './disk-store.js';

const folder = temporaryFolder();
const prepared = join(folder.path, 'prepared');
const program = join(folder.path, 'crash-child.mjs');

/** The sources as a process of its own can run them. */
function buildProgram(): void {
  const entry = fileURLToPath(new URL('../testing/crash-child.ts', import.meta.url));
  buildSync({ entryPoints: [entry], bundle: true, platform: 'node', format: 'esm', outfile: program });
}

beforeAll(async () => {
  buildProgram();
  const store = openDiskStore({ dir: prepared, durable: false });
  await prepare(store);
  await store.close();
});
afterAll(folder.remove);

/** Runs the steps on a copy of the store until the given call; returns what was acknowledged before the end. */
function crash(dir: string, mode: string, at: number): Promise<string[]> {
  cpSync(prepared, dir, { recursive: true });
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [program, dir, mode, String(at)], (error, stdout) => {
      if (error !== null && error.signal !== 'SIGKILL') reject(error);
      else resolve(stdout.trim().split('\n'));
    });
  });
}

/** For each key what it may hold when its step was not acknowledged, the second being what it must hold when it was. */
const expected: Readonly<Record<string, readonly [string | undefined, string | undefined]>> = {
  small: [contents.smallOld, contents.smallNew],
  big: [contents.bigOld, contents.bigNew],
  created: [undefined, contents.bigNew],
  parts: [contents.partsOld, contents.partsNew],
  'overwritten parts': [contents.partsOld, contents.last],
  deleted: [contents.bigOld, undefined],
  'deleted parts': [contents.partsOld, undefined],
};

async function check(dir: string, acknowledged: readonly string[]): Promise<void> {
  const store = openDiskStore({ dir, durable: false });
  expect(store.problems).toEqual([]);
  let objects = 0;
  for (const [key, [before, after]] of Object.entries(expected)) {
    const found = await get(store, key);
    const meta = await store.headObject('bucket', key);
    expect([before, after]).toContain(found);
    if (acknowledged.includes(key)) expect(found === after).toBe(true);
    expect(meta?.sizeBytes).toBe(found?.length);
    expect(keysOf(store).includes(key)).toBe(found !== undefined);
    if (found !== undefined) objects++;
  }
  expect(keysOf(store)).toHaveLength(objects);
  if (acknowledged.includes('bucket')) expect(store.hasBucket('second')).toBe(true);

  // Unfinished uploads are whole, and can be aborted.
  const unfinished = uploadOf(store, 'unfinished');
  expect(store.listParts(unfinished).map(({ sizeBytes }) => sizeBytes)).toEqual([
    contents.partsOld.length,
    4,
  ]);
  const { uploads } = store.listUploads({ bucket: 'bucket', prefix: '', maxUploads: 100 });
  if (acknowledged.includes('aborted')) expect(uploads.map(({ key }) => key)).not.toContain('aborted');
  for (const { uploadId } of uploads) await store.abortUpload(uploadId);
  for (const key of keysOf(store)) await store.deleteObject('bucket', key);
  await store.deleteBucket('bucket');
  if (store.hasBucket('second')) await store.deleteBucket('second');
  await store.close();
  // Everything was accounted for: nothing is left of the crash.
  expect(filesIn(dir)).toEqual([]);
}

describe.each(['durable', 'fast'])('a %s store whose process is killed', (mode) => {
  it('at any system call that changes files holds every object whole, old or new', async () => {
    const whole = join(folder.path, `${mode}-whole`);
    const lines = await crash(whole, mode, 0);
    const names = Object.keys(crashSteps);
    expect(lines.slice(0, -1)).toEqual(names);
    await check(whole, names);

    const calls = Number(lines.at(-1)?.split(' ')[1]);
    expect(calls).toBeGreaterThan(50);
    // Each call of both modes held when all were tried (stride 1: a process for each, minutes together); here a share of them, not the same in both.
    const stride = 9;
    for (let at = mode === 'durable' ? 4 : 7; at <= calls; at += stride) {
      const dir = join(folder.path, `${mode}-${at}`);
      const acknowledged = await crash(dir, mode, at);
      expect(acknowledged.length).toBeLessThan(names.length + 1);
      await check(dir, acknowledged).catch((error: unknown) => {
        throw new Error(`killed at call ${at} of ${calls}, after ${acknowledged.at(-1)}`, { cause: error });
      });
    }
  });
});
