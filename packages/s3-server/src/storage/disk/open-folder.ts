import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { takeLock } from '@benchwright/process-lock';
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
    const release = lock(layout);
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

/** A server is started again in another container with the same folder, so the name of its machine says nothing. */
function lock({ dir, lock: path }: StoreLayout): () => void {
  const { release, holder } = takeLock(path, { keepsOtherHosts: false });
  if (release !== undefined) return release;
  throw new StoreFolderError(
    `The folder ${dir} is in use by process ${holder.pid}. Stop that server, or name another folder.`,
  );
}
