import { join } from 'node:path';
import { takeLock } from '@benchwright/process-lock';
import { BenchwrightError } from '@benchwright/result-schema';

/** The buffer folder is another collector's, or cannot be used. */
export class BufferFolderError extends BenchwrightError {}

/**
 * Takes a folder for this process, and returns what gives it back. A collector is started again in another container with the same folder, so the name
 * of its machine says nothing.
 *
 * @throws BufferFolderError ERR_WEF_BUFFER_IN_USE
 */
export function lockFolder(folder: string): () => void {
  const { release, holder } = takeLock(join(folder, 'lock'), { keepsOtherHosts: false });
  if (release !== undefined) return release;
  throw new BufferFolderError(
    'ERR_WEF_BUFFER_IN_USE',
    `the buffer folder ${folder} is in use by process ${holder.pid}`,
    { hint: 'Stop that collector, or name another folder with --buffer-path.' },
  );
}
