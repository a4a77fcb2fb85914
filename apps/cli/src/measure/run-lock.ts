import { hostname } from 'node:os';
import { join } from 'node:path';
import { type LockHolder, takeLock } from '@benchwright/process-lock';
import { UsageError } from '../usage-error.js';

/** Beside the records while somebody measures: two processes that go on with the same run would measure its trials twice. */
const LOCK_FILE = 'run.lock';

/**
 * Takes a run's folder for this process, and returns what gives it back. A lock whose process is gone, as after `kill -9`, is taken over.
 *
 * @throws UsageError ERR_RUN_IN_USE when another process holds it, or one on another machine may
 */
export function lockRun(folder: string): () => void {
  const file = join(folder, LOCK_FILE);
  const { release, holder } = takeLock(file);
  if (release !== undefined) return release;
  throw inUse(holder, file, folder);
}

function inUse({ pid, host }: LockHolder, file: string, folder: string): UsageError {
  const here = host === hostname();
  const where = here ? `process ${pid}` : `process ${pid} on ${host}`;
  const hint = here
    ? 'wait until it has ended, or interrupt it'
    : `when you are sure that it has ended, remove ${file}`;
  return new UsageError(`${folder} is being measured by ${where}`, hint, 'ERR_RUN_IN_USE');
}
