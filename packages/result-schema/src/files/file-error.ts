import { BenchwrightError } from '../errors.js';

/** Writing or reading a file failed for a reason that the user can do something about. `file` is what it was about. */
export class FileError extends BenchwrightError {
  readonly file: string;

  constructor(code: string, file: string, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(code, options.hint === undefined ? message : `${message}; ${options.hint}`, options);
    this.file = file;
  }
}

type Explanation = readonly [code: string, what: string, hint: string];

const NOT_WRITABLE = 'choose a folder you may write to, or change its permissions';

const EXPLANATIONS: Readonly<Record<string, Explanation>> = {
  ENOSPC: ['ERR_DISK_FULL', 'no space is left on the disk', 'free some space or choose another disk'],
  EDQUOT: ['ERR_DISK_FULL', 'the disk quota is used up', 'free some space or choose another disk'],
  EFBIG: [
    'ERR_DISK_FULL',
    'the file would exceed the size limit',
    'raise the limit (ulimit -f) or split the run',
  ],
  EACCES: ['ERR_NOT_WRITABLE', 'permission was denied', NOT_WRITABLE],
  EPERM: ['ERR_NOT_WRITABLE', 'the system does not permit it', NOT_WRITABLE],
  EROFS: ['ERR_NOT_WRITABLE', 'the file system is read-only', 'choose a folder on a writable disk'],
  ENOENT: ['ERR_NO_SUCH_FILE', 'it does not exist', 'check the path'],
  ENOTDIR: ['ERR_NO_SUCH_FILE', 'a part of the path is a file, not a folder', 'check the path'],
  EISDIR: ['ERR_IS_A_FOLDER', 'it is a folder', 'name a file'],
  EEXIST: ['ERR_FILE_EXISTS', 'it already exists', 'choose another name or remove it'],
  EMFILE: ['ERR_TOO_MANY_FILES', 'too many files are open', 'raise the limit (ulimit -n)'],
  ENFILE: ['ERR_TOO_MANY_FILES', 'too many files are open on this machine', 'close other programs'],
  ENAMETOOLONG: ['ERR_NO_SUCH_FILE', 'the path is too long', 'choose a shorter one'],
};

/** The system's code of an error (`ENOSPC`), or undefined. */
export function systemCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/**
 * A coded error for a failed file operation; `doing` reads as "cannot … FILE". Reading errors differ from writing
 * errors only in what to do about a permission.
 */
export function fileError(doing: string, file: string, cause: unknown): FileError {
  if (cause instanceof FileError) return cause;
  const known = EXPLANATIONS[systemCode(cause) ?? ''];
  const detail = cause instanceof Error ? cause.message : String(cause);
  if (known === undefined)
    return new FileError('ERR_FILE', file, `cannot ${doing} ${file}: ${detail}`, { cause });
  const [code, what, hint] = known;
  const readable = doing.startsWith('read') && code === 'ERR_NOT_WRITABLE';
  return new FileError(readable ? 'ERR_NOT_READABLE' : code, file, `cannot ${doing} ${file}: ${what}`, {
    hint: readable ? 'change its permissions or run as another user' : hint,
    cause,
  });
}
