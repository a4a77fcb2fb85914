import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { CliContext } from '../cli-context.js';
import { ambiguous } from '../history/load-history.js';
import { DEFAULT_RESULTS_FOLDER } from './run-options.js';

/**
 * Where a run lies that is named by its path, its id or the beginning of its id; ids are looked for in the results folder
 * (BENCHWRIGHT_RESULTS, else `results`). What is nothing there comes back as it is: whoever opens it has words for that. Throws
 * UsageError ERR_RUN_AMBIGUOUS.
 */
export async function runPath(name: string, { env }: Pick<CliContext, 'env'>): Promise<string> {
  const isId = /^(\d{4,8}|\d{8}T[\w-]*)$/.test(name);
  if (!isId || (await isThere(name))) return name;
  const root = env.BENCHWRIGHT_RESULTS || DEFAULT_RESULTS_FOLDER;
  const folders = await runFolders(root);
  const exact = folders.filter((folder) => basename(folder) === name);
  const found = exact.length > 0 ? exact : folders.filter((folder) => basename(folder).startsWith(name));
  const [only, ...others] = found;
  if (others.length > 0)
    throw ambiguous(
      name,
      found.map((folder) => basename(folder)),
    );
  return only ?? name;
}

/** Every `<root>/<suite>/<run id>`, in order of the names. */
export async function runFolders(root: string): Promise<string[]> {
  const suites = await foldersIn(root);
  return (await Promise.all(suites.map(foldersIn))).flat();
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => join(folder, name))
    .sort();
}

async function isThere(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}
