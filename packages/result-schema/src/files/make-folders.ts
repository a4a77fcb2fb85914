import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { systemCode } from './file-error.js';

/**
 * Makes a folder and those above it. Not `mkdir` with `recursive`: where the system refuses a new folder with ENOENT, as
 * /proc does, Node 20 tries for ever at full speed.
 */
export async function makeFolders(path: string): Promise<void> {
  try {
    await makeFolder(path);
  } catch (error) {
    const parent = dirname(path);
    if (systemCode(error) !== 'ENOENT' || parent === path) throw error;
    await makeFolders(parent);
    await makeFolder(path);
  }
}

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    // Made before, or by somebody else just now. If it is no folder, whoever writes into it will say so.
    if (systemCode(error) !== 'EEXIST') throw error;
  }
}
