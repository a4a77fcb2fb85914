import { randomBytes } from 'node:crypto';
import { lstat, open, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileError, systemCode } from './file-error.js';
import { syncFolder } from './sync-folder.js';

/**
 * Writes a file so that a reader sees the old content or the new, never a part: a synced temporary file beside it is
 * renamed over it. Keeps an existing file's permissions and follows a symbolic link. What is no regular file
 * (`/dev/null`, a pipe) is written to, not replaced. Throws FileError; then nothing has changed.
 */
export async function writeFileAtomic(path: string, content: string | Uint8Array): Promise<void> {
  try {
    const target = await targetOf(path);
    if (target.special) await writeFile(target.path, content);
    else await replaceFile(target.path, target.mode, content);
  } catch (error) {
    throw fileError('write', path, error);
  }
}

interface Target {
  path: string;
  mode: number | undefined;
  special: boolean;
}

async function targetOf(path: string): Promise<Target> {
  try {
    const real = await realpath(path);
    const stats = await lstat(real);
    return { path: real, mode: stats.mode & 0o7777, special: !stats.isFile() };
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
    return { path, mode: undefined, special: false };
  }
}

async function replaceFile(
  path: string,
  mode: number | undefined,
  content: string | Uint8Array,
): Promise<void> {
  const folder = dirname(path);
  const temporary = join(folder, `.${basename(path).slice(0, 100)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    const handle = await open(temporary, 'wx');
    try {
      if (mode !== undefined) await handle.chmod(mode);
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(folder);
}
