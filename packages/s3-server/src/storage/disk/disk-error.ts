import { StorageError } from '../storage-error.js';

/** No block or inode left, over the quota, or over the size a file may have. */
const noSpaceCodes = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** What a failed system call means to the user of a store: NoSpace, or the error itself. */
export function diskError(error: unknown): unknown {
  const code = codeOf(error);
  if (code === undefined || !noSpaceCodes.has(code)) return error;
  return new StorageError('NoSpace', `There is no space left to store it (${code}).`, { cause: error });
}

/** The code of a system error. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
