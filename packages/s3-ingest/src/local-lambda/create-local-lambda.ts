import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTargetProcess } from '@benchwright/load-driver';
import { localLambdaEntry } from '../lambda-entries.js';
import { checkOptions } from './check-options.js';
import type { LocalLambda, LocalLambdaOptions } from './function-definition.js';
import { readFunctionLog } from './log-store.js';

/** A local Lambda in a process of its own. */
export interface LocalLambdaProcess extends LocalLambda {
  readonly pid: number;
  /** Resolves when the process has ended, for whatever reason. */
  readonly exited: Promise<void>;
}

/**
 * Starts a local Lambda: an HTTP endpoint on 127.0.0.1 that speaks the Lambda API (Invoke with RequestResponse and DryRun, ListFunctions,
 * GetFunctionConfiguration, Get-, Put- and DeleteFunctionConcurrency) and runs each execution environment as a process. It has a process
 * of its own, so that the runner's event loop does not carry it, and ends with this one, however this one ends.
 *
 * @throws LocalLambdaError (ERR_LOCAL_LAMBDA) for definitions that Lambda would not take, all problems at once;
 *   TargetStartError (ERR_TARGET_START) if the process does not come up: its port is taken, the log folder cannot be written
 */
export async function createLocalLambda(options: LocalLambdaOptions): Promise<LocalLambdaProcess> {
  checkOptions(options);
  // In a file that only this user can read: definitions carry credentials, and arguments are open to everyone.
  const folder = await mkdtemp(join(tmpdir(), 'benchwright-lambda-'));
  try {
    const file = join(folder, 'options.json');
    await writeFile(file, JSON.stringify(options), { mode: 0o600 });
    const target = await startTargetProcess({ entry: localLambdaEntry, args: [file] });
    return {
      endpoint: target.endpoints.lambda!,
      pid: target.pid,
      exited: target.exited,
      logs: (functionName) => readFunctionLog(options.logFolder, functionName),
      close: () => target.close(),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
