import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeLock } from './process-lock.js';

let folder = '';
let path = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'process-lock-'));
  path = join(folder, 'lock');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The number of a process that has ended. */
const gonePid = (): number => spawnSync(process.execPath, ['-e', '']).pid;
const write = (pid: number, startTicks: string | null, host = hostname()): void =>
  writeFileSync(path, JSON.stringify({ pid, startTicks, host }));
const holderIn = (): unknown => JSON.parse(readFileSync(path, 'utf8'));

/** Whoever has it stays, so that the others find it held. */
const takeAndStay = `
process.stdout.write(takeLock(process.argv[2]).holder === undefined ? 'taken' : 'held');
setInterval(() => undefined, 1000);
`;

describe('a lock', () => {
  it('keeps everybody out until it is released, once or twice', () => {
    const { release } = takeLock(path);
    expect(takeLock(path)).toEqual({ holder: holderIn() });
    expect(holderIn()).toMatchObject({ pid: process.pid, host: hostname() });
    release?.();
    release?.();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('of a process that is gone is taken over, and that leaves nothing behind', () => {
    write(gonePid(), '1');
    expect(takeLock(path).holder).toBeUndefined();
    expect(holderIn()).toMatchObject({ pid: process.pid });
    expect(readdirSync(folder)).toEqual(['lock']);
  });

  it('is one process’s when many take over the same one at once', async () => {
    write(gonePid(), '1');
    const { code } = transformSync(readFileSync(join(import.meta.dirname, 'process-lock.ts')), {
      loader: 'ts',
    });
    writeFileSync(join(folder, 'take.mjs'), `${code}\n${takeAndStay}`);
    const children = Array.from({ length: 6 }, () =>
      spawn(process.execPath, ['take.mjs', path], { cwd: folder }),
    );
    const answers = await Promise.all(
      children.map(async ({ stdout }) => String((await once(stdout, 'data'))[0])),
    );
    for (const child of children) child.kill();
    await Promise.all(children.map((child) => once(child, 'exit')));
    expect(answers.sort()).toEqual(['held', 'held', 'held', 'held', 'held', 'taken']);
  });

  it.skipIf(process.platform !== 'linux')('is not held by a later process with the same number', () => {
    write(process.pid, '1');
    expect(takeLock(path).holder).toBeUndefined();
    expect(holderIn()).not.toMatchObject({ startTicks: '1' });
  });

  it('without the time of its process is held while that number exists', () => {
    write(process.pid, null);
    expect(takeLock(path).holder).toMatchObject({ pid: process.pid });
  });

  it('is not removed by who lost it', () => {
    const { release } = takeLock(path);
    write(process.pid, '7');
    release?.();
    expect(holderIn()).toMatchObject({ startTicks: '7' });
  });

  it.each(['', '{"pid":1', 'null', '[]', '{"pid":-1,"host":"here"}', '{"pid":"1","host":"here"}'])(
    'that is none is taken over (%j)',
    (text) => {
      writeFileSync(path, text);
      expect(takeLock(path).holder).toBeUndefined();
    },
  );

  it('of another machine is kept, unless machines say nothing', () => {
    write(process.pid, '1', 'elsewhere');
    expect(takeLock(path).holder).toMatchObject({ host: 'elsewhere' });
    expect(takeLock(path, { keepsOtherHosts: false }).holder).toBeUndefined();
  });

  it('clears away what processes left that were killed while they took it', () => {
    const left = `lock.${gonePid()}-0123456789ab`;
    const others = [`lock.${process.pid}-0123456789ab`, 'lock.txt', 'other'];
    for (const name of [left, ...others]) writeFileSync(join(folder, name), '');
    takeLock(path, { keepsOtherHosts: false });
    expect(readdirSync(folder).sort()).toEqual([...others, 'lock'].sort());
  });

  it.each(['EPERM', 'ENOTSUP'])('is written in place where there are no hard links (%s)', (code) => {
    const makeLink = (): never => {
      throw Object.assign(new Error(code), { code });
    };
    const { release } = takeLock(path, { makeLink });
    expect(holderIn()).toMatchObject({ pid: process.pid });
    expect(takeLock(path, { makeLink }).holder).toMatchObject({ pid: process.pid });
    release?.();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('reports what else goes wrong, and leaves nothing behind', () => {
    const makeLink = (): never => {
      throw Object.assign(new Error('EIO'), { code: 'EIO' });
    };
    expect(() => takeLock(path, { makeLink })).toThrow('EIO');
    expect(readdirSync(folder)).toEqual([]);
    expect(() => takeLock(join(folder, 'missing', 'lock'))).toThrow('ENOENT');
    expect(existsSync(path)).toBe(false);
  });
});
