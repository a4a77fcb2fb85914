import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fullDisk } from '../testing/full-disk.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { fileError } from './file-error.js';
import { createRunFolder, newRunId } from './run-folder.js';
import { writeFileAtomic } from './write-atomic.js';

const folder = temporaryFolder();

describe('writeFileAtomic', () => {
  test('writes text and bytes, new and over old, and leaves nothing else behind', async () => {
    mkdirSync(folder.path('atomic'));
    const file = folder.path('atomic', 'result.json');
    await writeFileAtomic(file, 'één');
    expect(readFileSync(file, 'utf8')).toBe('één');
    await writeFileAtomic(file, new Uint8Array([1, 2, 3]));
    expect([...readFileSync(file)]).toEqual([1, 2, 3]);
    expect(readdirSync(folder.path('atomic'))).toEqual(['result.json']);
  });

  test("keeps the file's permissions and the symbolic link that names it", async () => {
    const file = folder.path('private.json');
    writeFileSync(file, 'old');
    chmodSync(file, 0o640);
    symlinkSync(file, folder.path('link.json'));
    await writeFileAtomic(folder.path('link.json'), 'new');
    expect(readFileSync(file, 'utf8')).toBe('new');
    expect(statSync(file).mode & 0o777).toBe(0o640);
  });

  test('writes to a pipe instead of replacing it', async () => {
    const pipe = folder.path('pipe');
    execFileSync('mkfifo', [pipe]);
    const reader = spawn('cat', [pipe], { stdio: ['ignore', 'pipe', 'inherit'] });
    let seen = '';
    reader.stdout.on('data', (data) => {
      seen += String(data);
    });
    const ended = once(reader, 'close');
    await writeFileAtomic(pipe, 'through the pipe');
    await ended;
    expect(seen).toBe('through the pipe');
    expect(statSync(pipe).isFIFO()).toBe(true);
  });

  test('fails whole: the old content stays, no temporary file does', async (context) => {
    const disk = fullDisk(folder.path('disk'));
    if (disk === null || disk.kind !== 'tmpfs') {
      disk?.close();
      context.skip('a small tmpfs cannot be mounted here');
      return;
    }
    try {
      const file = folder.path('disk', 'result.json');
      await writeFileAtomic(file, 'old');
      const write = writeFileAtomic(file, Buffer.alloc(1 << 20));
      await expect(write).rejects.toMatchObject({ code: 'ERR_DISK_FULL', file });
      expect(readFileSync(file, 'utf8')).toBe('old');
      expect(readdirSync(folder.path('disk'))).toEqual(['result.json']);
    } finally {
      disk.close();
    }
  });

  test('names the file and what to do when it cannot write', async () => {
    const missing = folder.path('nowhere', 'result.json');
    await expect(writeFileAtomic(missing, '')).rejects.toMatchObject({
      code: 'ERR_NO_SUCH_FILE',
      file: missing,
      message: `cannot write ${missing}: it does not exist; check the path`,
      hint: 'check the path',
    });
    writeFileSync(folder.path('plain'), '');
    const below = writeFileAtomic(folder.path('plain', 'x'), '');
    await expect(below).rejects.toMatchObject({ code: 'ERR_NO_SUCH_FILE' });
    await expect(writeFileAtomic(folder.path(), '')).rejects.toMatchObject({ code: 'ERR_IS_A_FOLDER' });
  });

  test('says when permission is denied', async (context) => {
    const closed = folder.path('closed');
    mkdirSync(closed);
    chmodSync(closed, 0o555);
    chmodSync(folder.path(), 0o755);
    const { seteuid } = process;
    const isRoot = process.geteuid?.() === 0;
    if (isRoot && seteuid === undefined) {
      context.skip('root is denied nothing, and this thread cannot be anyone else');
      return;
    }
    // Root is denied nothing: be nobody for a moment.
    if (isRoot) seteuid?.(65_534);
    try {
      await expect(writeFileAtomic(folder.path('closed', 'x'), '')).rejects.toMatchObject({
        code: 'ERR_NOT_WRITABLE',
        hint: 'choose a folder you may write to, or change its permissions',
      });
    } finally {
      if (isRoot) seteuid?.(0);
    }
  });
});

describe('fileError', () => {
  test.each([
    ['ENOSPC', 'write', 'ERR_DISK_FULL'],
    ['EDQUOT', 'write', 'ERR_DISK_FULL'],
    ['EROFS', 'write', 'ERR_NOT_WRITABLE'],
    ['EACCES', 'read', 'ERR_NOT_READABLE'],
    ['EMFILE', 'read', 'ERR_TOO_MANY_FILES'],
    ['EIO', 'read', 'ERR_FILE'],
  ])('%s on %s is %s', (code, doing, expected) => {
    const cause = Object.assign(new Error('i/o error'), { code });
    const error = fileError(doing, 'a.json', cause);
    expect(error).toMatchObject({ code: expected, file: 'a.json', cause });
    expect(error.message).toMatch(new RegExp(`^cannot ${doing} a\\.json: `));
  });

  test('keeps an error that already says it, and takes what is no error', () => {
    const error = fileError('read', 'a', 'odd');
    expect(error.message).toBe('cannot read a: odd');
    expect(fileError('write', 'b', error)).toBe(error);
  });
});

describe('run folders', () => {
  const clock = (): number => Date.UTC(2026, 10, 21, 1, 2, 3, 999);

  test('an id is the time and six characters, and ids sort by time', () => {
    expect(newRunId(clock, () => 0)).toBe('20261121T010203-000000');
    expect(newRunId(clock, () => 0.999_999)).toBe('20261121T010203-zzzzzz');
    expect(
      newRunId(
        () => clock() + 1000,
        () => 0,
      ) > newRunId(clock, () => 0.99),
    ).toBe(true);
    expect(newRunId()).toMatch(/^\d{8}T\d{6}-[0-9a-z]{6}$/);
  });

  test('a folder is made once; a taken id is refused, or another one drawn', async () => {
    const root = folder.path('results');
    const first = await createRunFolder(root, 'wef-load', 'a');
    expect(first).toEqual({ runId: 'a', folder: folder.path('results', 'wef-load', 'a') });
    expect(statSync(first.folder).isDirectory()).toBe(true);
    await expect(createRunFolder(root, 'wef-load', 'a')).rejects.toMatchObject({ code: 'ERR_RUN_EXISTS' });
    const ids = ['a', 'a', 'b'];
    const next = await createRunFolder(root, 'wef-load', () => ids.shift() ?? 'none');
    expect(next.runId).toBe('b');
    await expect(createRunFolder(root, 'wef-load', () => 'a')).rejects.toMatchObject({
      code: 'ERR_RUN_EXISTS',
    });
  });

  test('a hundred runs at once have a hundred folders', async () => {
    const random = (): number => Math.random();
    const runs = Array.from({ length: 100 }, () =>
      createRunFolder(folder.path('many'), 'did', () => newRunId(clock, random)),
    );
    const made = await Promise.all(runs);
    expect(new Set(made.map((run) => run.folder)).size).toBe(100);
    expect(readdirSync(folder.path('many', 'did'))).toHaveLength(100);
  });

  test.each(['..', '.', '', 'a/b', 'a\\b', '-rf', 'a\0b', '.hidden'])('%j names no run', async (id) => {
    await expect(createRunFolder(folder.path('x'), 'suite', id)).rejects.toMatchObject({
      code: 'ERR_RUN_ID',
    });
    await expect(createRunFolder(folder.path('x'), id, 'run')).rejects.toMatchObject({ code: 'ERR_RUN_ID' });
  });

  test.runIf(process.platform === 'linux')('a root where the system allows no folder is named', async () => {
    await expect(createRunFolder('/proc/nowhere/results', 's', 'r')).rejects.toMatchObject({
      code: 'ERR_NO_SUCH_FILE',
      file: '/proc/nowhere/results/s',
    });
  });

  test('a root that is a file is named', async () => {
    writeFileSync(folder.path('file'), '');
    await expect(createRunFolder(folder.path('file'), 's', 'r')).rejects.toMatchObject({
      code: expect.stringMatching(/^ERR_(NO_SUCH_FILE|FILE_EXISTS)$/),
    });
  });
});
