import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolders } from '../testing/temporary-folder.js';
import { lockRun } from './run-lock.js';

const newFolder = temporaryFolders();
const lockOf = (folder: string): string => join(folder, 'run.lock');

describe('the lock of a run', () => {
  test('keeps everybody out until it is released', async () => {
    const folder = newFolder();
    const release = await lockRun(folder);
    await expect(lockRun(folder)).rejects.toMatchObject({
      code: 'ERR_RUN_IN_USE',
      message: expect.stringContaining(`process ${process.pid}`),
    });
    await release();
    await release();
    expect(readdirSync(folder)).toEqual([]);
    await (await lockRun(folder))();
  });

  test('of a process that was killed is taken over, once', async () => {
    const folder = newFolder();
    const dead = spawn(process.execPath, ['-e', '']);
    await new Promise((resolve) => dead.once('exit', resolve));
    writeFileSync(lockOf(folder), JSON.stringify({ pid: dead.pid, startTicks: '1', host: hostname() }));
    const attempts = await Promise.allSettled([lockRun(folder), lockRun(folder), lockRun(folder)]);
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(JSON.parse(readFileSync(lockOf(folder), 'utf8'))).toMatchObject({ pid: process.pid });
    expect(readdirSync(folder)).toEqual(['run.lock']);
  });

  test.skipIf(process.platform !== 'linux')(
    'is not held by a later process with the same number',
    async () => {
      const folder = newFolder();
      writeFileSync(lockOf(folder), JSON.stringify({ pid: process.pid, startTicks: '1', host: hostname() }));
      const release = await lockRun(folder);
      await release();
      expect(existsSync(lockOf(folder))).toBe(false);
    },
  );

  test.each(['EPERM', 'ENOTSUP'])('is written in place where there are no hard links (%s)', async (code) => {
    const folder = newFolder();
    const noLinks = () => Promise.reject(Object.assign(new Error(code), { code }));
    const release = await lockRun(folder, noLinks);
    expect(JSON.parse(readFileSync(lockOf(folder), 'utf8'))).toMatchObject({ pid: process.pid });
    await expect(lockRun(folder, noLinks)).rejects.toMatchObject({ code: 'ERR_RUN_IN_USE' });
    await release();
    expect(readdirSync(folder)).toEqual([]);
    const full = () => Promise.reject(Object.assign(new Error('EIO'), { code: 'EIO' }));
    await expect(lockRun(folder, full)).rejects.toMatchObject({ code: 'EIO' });
  });

  test('that is none is taken over, and one of another machine is not', async () => {
    const folder = newFolder();
    writeFileSync(lockOf(folder), '{"pid":1');
    await (await lockRun(folder))();
    writeFileSync(lockOf(folder), JSON.stringify({ pid: 1, startTicks: null, host: 'elsewhere' }));
    await expect(lockRun(folder)).rejects.toThrow(/process 1 on elsewhere/);
  });
});
