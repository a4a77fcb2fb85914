import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { codeOf } from './disk-error.js';
import { StoreFolderError } from './folder-error.js';
import type { StoreLayout } from './store-layout.js';

const format = 1;

/**
 * Makes a folder a store, or sees that it is one, takes it for this process, and empties `tmp`. Returns what gives it back.
 *
 * @throws StoreFolderError where the folder holds something else, is of a newer version, is in use, or cannot be written.
 */
export function openFolder(layout: StoreLayout): () => void {
  const { dir } = layout;
  try {
    mkdirSync(dir, { recursive: true });
    const names = readdirSync(dir);
    // Nothing else writes here before the lock, so an empty folder or one with a lock alone is new.
    if (names.some((name) => !name.startsWith('lock'))) checkMarker(layout);
    const release = lock(layout.lock);
    removePrepared(dir);
    if (!existsSync(layout.marker)) {
      const marker = `${layout.lock}-marker`;
      writeFileSync(marker, `${JSON.stringify({ format })}\n`);
      renameSync(marker, layout.marker);
    }
    rmSync(layout.tmp, { recursive: true, force: true });
    mkdirSync(layout.tmp);
    mkdirSync(layout.buckets, { recursive: true });
    return release;
  } catch (error) {
    if (error instanceof StoreFolderError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new StoreFolderError(`The folder ${dir} cannot be used to store objects: ${why}`, { cause: error });
  }
}

function checkMarker({ dir, marker }: StoreLayout): void {
  let text: string;
  try {
    text = readFileSync(marker, 'utf8');
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    throw new StoreFolderError(
      `The folder ${dir} holds files that are not of an S3 store. Name an empty folder, or one that does not exist yet.`,
    );
  }
  const found = /^\{"format":(\d+)\}\n?$/.exec(text)?.[1];
  if (Number(found) === format) return;
  throw new StoreFolderError(
    found === undefined
      ? `${marker} is not as this program writes it. Restore it from a copy, or name another folder.`
      : `The folder ${dir} was written by a newer version (format ${found}, this one knows ${format}). Update, or name another folder.`,
  );
}

/**
 * Node has no lock that ends with its process, so this is a file that names the process, and one whose process is gone is taken over. By rename and a
 * look at what was renamed, lest of two that take over at once the second takes the first one's lock.
 */
function lock(path: string): () => void {
  const own = JSON.stringify({ pid: process.pid, started: startOf(process.pid) });
  const prepared = `${path}-${process.pid}`;
  writeFileSync(prepared, own);
  try {
    return takeLock(path, prepared, own);
  } finally {
    rmSync(prepared, { force: true });
  }
}

function takeLock(path: string, prepared: string, own: string): () => void {
  for (let attempt = 0; attempt < 10; attempt++) {
    try {
      // A link, unlike a file that is made and then written, is never seen without its text.
      linkSync(prepared, path);
      return () => {
        if (readOrNothing(path) === own) rmSync(path, { force: true });
      };
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
    const holder = readOrNothing(path);
    if (holder === undefined) continue;
    if (isAlive(holder)) {
      throw new StoreFolderError(
        `The folder of ${path} is in use by ${holder}. Stop that server, or name another folder.`,
      );
    }
    takeAway(path, holder);
  }
  throw new StoreFolderError(`${path} cannot be taken: others take it at the same time.`);
}

function takeAway(path: string, expected: string): void {
  const aside = `${path}-${process.pid}-old`;
  try {
    renameSync(path, aside);
    if (readOrNothing(aside) !== expected) linkSync(aside, path);
    rmSync(aside, { force: true });
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' && codeOf(error) !== 'EEXIST') throw error;
  }
}

/** Removes what processes left behind that ended while they took the lock. */
function removePrepared(dir: string): void {
  for (const name of readdirSync(dir)) {
    const pid = /^lock-(\d+)(?:-old)?$/.exec(name)?.[1];
    if (name === 'lock-marker' || (pid !== undefined && !isRunning(Number(pid)))) {
      rmSync(join(dir, name), { force: true });
    }
  }
}

function readOrNothing(path: string): string | undefined {
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
  return isRunning(pid) && startOf(pid) === started;
}

function isRunning(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
  return true;
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
