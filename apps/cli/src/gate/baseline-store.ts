import { copyFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolders } from '@benchwright/result-schema';
import type { CliContext } from '../cli-context.js';
import { errorCode } from '../exit-codes.js';
import { type FoundRun, findRun } from '../measure/load-run.js';
import { RECORDS_FILE, RESULT_FILE } from '../measure/open-run.js';
import { UsageError } from '../usage-error.js';

/** Where baselines are kept by name, below the folder of all results: hidden, for they are copies of runs and no runs of their own. */
const BASELINES = '.baselines';
const NAME = /^\w[\w.-]{0,99}$/;

/**
 * A baseline by the path or the id of a run, or by the name that it was kept under. Null when there is none and that is allowed; else throws
 * ERR_NO_BASELINE.
 */
export async function findBaseline(
  given: string,
  results: string,
  mayBeMissing: boolean,
  context: CliContext,
): Promise<FoundRun | null> {
  const kept = NAME.test(given) ? join(results, BASELINES, given) : null;
  if (kept !== null && !(await isThere(given)) && (await isThere(kept))) return await findRun(kept, context);
  try {
    return await findRun(given, context);
  } catch (error) {
    if (errorCode(error) !== 'ERR_NOT_A_RUN' || (await isThere(given))) throw error;
  }
  if (mayBeMissing) return null;
  throw new UsageError(
    `there is no baseline ${given}: no run is at that path${kept === null ? '' : `, and none is kept as ${kept}`}`,
    'keep one with benchwright gate RUN --save NAME or benchwright did baseline NAME, or let the first run of a gate pass with --allow no-baseline',
    'ERR_NO_BASELINE',
  );
}

/** Throws UsageError when a baseline cannot be kept under this name. */
export function checkBaselineName(name: string): void {
  if (NAME.test(name)) return;
  throw new UsageError(
    `'${name}' is no name for a baseline`,
    'use letters, digits, dots, dashes and underscores, and begin with a letter or a digit: --save main',
  );
}

/** Keeps a run's records and result as the baseline of this name, in place of the one before. Returns its folder. */
export async function saveBaseline(name: string, { folder }: FoundRun, results: string): Promise<string> {
  const kept = join(results, BASELINES, name);
  await makeFolders(kept);
  for (const file of [RECORDS_FILE, RESULT_FILE]) {
    if (await isThere(join(folder, file))) await copyFile(join(folder, file), join(kept, file));
    // What is left of the baseline before would be taken for part of this one.
    else await rm(join(kept, file), { force: true });
  }
  return kept;
}

async function isThere(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}
