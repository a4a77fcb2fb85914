import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { BenchwrightError } from '../errors.js';
import { FileError, fileError, systemCode } from './file-error.js';
import { makeFolders } from './make-folders.js';
import { syncFolder } from './sync-folder.js';

const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz';
const SUFFIX_LENGTH = 6;

/** Fresh ids to try when another run took the same one: with 36⁶ suffixes a second collision is no accident. */
const ATTEMPTS = 5;

/**
 * An id such as `20261121T010203-ab12cd`: UTC to the second, then random characters. Ids sort by time as text.
 * `now` yields milliseconds since 1970, `random` numbers in [0, 1).
 */
export function newRunId(now: () => number = Date.now, random: () => number = Math.random): string {
  const time = new Date(now()).toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
  const suffix = Array.from(
    { length: SUFFIX_LENGTH },
    () => ALPHABET[Math.floor(random() * ALPHABET.length)],
  );
  return `${time}-${suffix.join('')}`;
}

export interface RunFolder {
  runId: string;
  folder: string;
}

/**
 * Creates `<root>/<suite>/<run id>` and nothing is ever shared: the folder is new. Given a function in place of an
 * id, another id is tried when the first is taken. Throws FileError (`ERR_RUN_EXISTS`, or why it cannot be written).
 */
export async function createRunFolder(
  root: string,
  suite: string,
  runId: string | (() => string),
): Promise<RunFolder> {
  const parent = join(root, folderName(suite));
  try {
    await makeFolders(parent);
  } catch (error) {
    throw fileError('create the folder', parent, error);
  }
  const attempts = typeof runId === 'string' ? 1 : ATTEMPTS;
  for (let attempt = 1; ; attempt += 1) {
    const id = folderName(typeof runId === 'string' ? runId : runId());
    const folder = join(parent, id);
    try {
      await mkdir(folder);
      await syncFolder(parent);
      return { runId: id, folder };
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw fileError('create the folder', folder, error);
      if (attempt < attempts) continue;
      const hint = 'resume it, or choose another run id';
      throw new FileError('ERR_RUN_EXISTS', folder, `a run is already kept in ${folder}`, {
        hint,
        cause: error,
      });
    }
  }
}

/** Names come from flags and files: one with a slash would write somewhere else. */
function folderName(name: string): string {
  if (/^[A-Za-z0-9][\w.-]*$/.test(name)) return name;
  const message = `'${name}' cannot name a folder: use letters, digits, '.', '_' and '-'`;
  throw new BenchwrightError('ERR_RUN_ID', message);
}
