import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolders } from '../testing/temporary-folder.js';
import { lockRun } from './run-lock.js';

const newFolder = temporaryFolders();

describe('the lock of a run', () => {
  test('keeps everybody out until it is released, and says who has it', () => {
    const folder = newFolder();
    const release = lockRun(folder);
    expect(() => lockRun(folder)).toThrow(
      expect.objectContaining({
        code: 'ERR_RUN_IN_USE',
        message: `${folder} is being measured by process ${process.pid}`,
        hint: 'wait until it has ended, or interrupt it',
      }),
    );
    release();
    expect(readdirSync(folder)).toEqual([]);
    lockRun(folder)();
  });

  test('of another machine is kept, and the file named that may be removed', () => {
    const folder = newFolder();
    const file = join(folder, 'run.lock');
    writeFileSync(file, JSON.stringify({ pid: 1, startTicks: null, host: 'elsewhere' }));
    expect(() => lockRun(folder)).toThrow(
      expect.objectContaining({
        message: expect.stringContaining('process 1 on elsewhere'),
        hint: `when you are sure that it has ended, remove ${file}`,
      }),
    );
  });
});
