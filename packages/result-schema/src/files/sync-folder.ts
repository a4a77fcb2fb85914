import { open } from 'node:fs/promises';
import { systemCode } from './file-error.js';

/** Systems that cannot sync a folder say so with one of these; there, a rename is as durable as it gets. */
const UNSUPPORTED: ReadonlySet<string | undefined> = new Set([
  'EINVAL',
  'EPERM',
  'EISDIR',
  'ENOTSUP',
  'EACCES',
]);

/** Makes a new or renamed file's name durable: fsync of the file itself does not cover its entry in the folder. */
export async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!UNSUPPORTED.has(systemCode(error))) throw error;
  }
}
