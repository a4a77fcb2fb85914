import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BenchwrightError } from '@benchwright/result-schema';

/** The buffer folder is another collector's, or cannot be used. */
export class BufferFolderError extends BenchwrightError {}

const ATTEMPTS = 10;

/**
 * Takes a folder for this process. Node has no lock that ends with its process, so this is a file that names the process, linked into place
 * so that it is never seen without its text; one whose process is gone is taken over. Returns what gives the folder back.
 *
 * @throws BufferFolderError ERR_WEF_BUFFER_IN_USE
 */
export function lockFolder(folder: string): () => void {
  const path = join(folder, 'lock');
  const own = JSON.stringify({ pid: process.pid, started: startOf(process.pid) });
  const prepared = `${path}-${process.pid}`;
  writeFileSync(prepared, own);
  try {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (tryLink(prepared, path)) {
        return () => {
          if (read(path) === own) rmSync(path, { force: true });
        };
      }
      const holder = read(path);
      if (holder !== undefined && isAlive(holder)) throw inUse(folder, holder);
      if (holder !== undefined) takeAway(path, holder);
    }
  } finally {
    rmSync(prepared, { force: true });
  }
  throw inUse(folder, 'others that take it at the same time');
}

function inUse(folder: string, holder: string): BufferFolderError {
  return new BufferFolderError(
    'ERR_WEF_BUFFER_IN_USE',
    `the buffer folder ${folder} is in use by ${holder}`,
    {
      hint: 'Stop that collector, or name another folder with --buffer-path.',
    },
  );
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** By rename and a look at what was renamed, lest of two that take over at once the second takes the first one's lock. */
function takeAway(path: string, expected: string): void {
  const aside = `${path}-${process.pid}-old`;
  try {
    renameSync(path, aside);
    if (read(aside) !== expected) tryLink(aside, path);
    rmSync(aside, { force: true });
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function isAlive(holder: string): boolean {
  const pid = Number(/"pid":(\d+)/.exec(holder)?.[1]);
  const started = /"started":"([^"]*)"/.exec(holder)?.[1] ?? '';
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (codeOf(error) !== 'EPERM') return false;
  }
  return startOf(pid) === started;
}

/** When a process began, where the system tells: another may have its number since. */
function startOf(pid: number): string {
  try {
    // Fields behind the name in parentheses, which may hold anything: the 20th of them.
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
