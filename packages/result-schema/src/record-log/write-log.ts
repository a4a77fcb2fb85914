import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { BenchwrightError } from '../errors.js';
import { FileError, fileError, systemCode } from '../files/file-error.js';
import { syncFolder } from '../files/sync-folder.js';
import { describeIssues } from '../introspect/describe-issues.js';
import type { RunRecord } from '../schema/record.js';
import { recordSchema } from '../schema/record.js';

const NEWLINE = 0x0a;

export interface RecordLog {
  readonly file: string;
  /**
   * Writes one record as one line and resolves when the disk has it. Calls may overlap; lines keep their order.
   * Rejects with FileError (disk full, …) or, for a record that does not fit its schema, `ERR_RECORD_INVALID`; the
   * log stays usable after either.
   */
  append(record: RunRecord): Promise<void>;
  /** Waits for appends under way. Further appends reject. */
  close(): Promise<void>;
}

/**
 * Opens a run's record log. `create` refuses a file that exists; `append` goes on with one that does, and if its last
 * line was torn by a crash, ends that line first: no byte that was written is ever changed or removed.
 */
export async function openRecordLog(
  file: string,
  options: { mode: 'create' | 'append' },
): Promise<RecordLog> {
  return options.mode === 'create' ? await createLog(file) : await continueLog(file);
}

async function createLog(file: string): Promise<RecordLog> {
  try {
    const handle = await open(file, 'ax');
    await handle.sync();
    await syncFolder(dirname(file));
    return new FileRecordLog(file, handle, { torn: false, empty: true });
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw fileError('create', file, error);
    const hint = 'resume that run, or choose another output folder';
    throw new FileError('ERR_RECORD_LOG_EXISTS', file, `${file} already holds a run`, { hint, cause: error });
  }
}

async function continueLog(file: string): Promise<RecordLog> {
  let handle: FileHandle | undefined;
  try {
    // Like 'a+' but without O_CREAT: resuming a run that is not there must not start an empty one.
    handle = await open(file, constants.O_RDWR | constants.O_APPEND);
    const { size } = await handle.stat();
    const torn = size > 0 && !(await endsInNewline(handle, size));
    return new FileRecordLog(file, handle, { torn, empty: size === 0 });
  } catch (error) {
    await handle?.close();
    if (systemCode(error) !== 'ENOENT') throw fileError('append to', file, error);
    const message = `there is no run to go on with: ${file} does not exist`;
    throw new FileError('ERR_NO_SUCH_FILE', file, message, {
      hint: 'name the folder of the run',
      cause: error,
    });
  }
}

async function endsInNewline(handle: FileHandle, size: number): Promise<boolean> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
  return bytesRead === 1 && buffer[0] === NEWLINE;
}

class FileRecordLog implements RecordLog {
  private last: Promise<void> = Promise.resolve();
  private closed = false;

  constructor(
    readonly file: string,
    private readonly handle: FileHandle,
    private readonly state: { torn: boolean; empty: boolean },
  ) {}

  append(record: RunRecord): Promise<void> {
    if (this.closed) {
      return Promise.reject(new BenchwrightError('ERR_RECORD_LOG_CLOSED', `${this.file} is closed`));
    }
    const written = this.last.then(() => this.write(record));
    this.last = written.catch(() => undefined);
    return written;
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    await this.last;
    await this.handle.close();
  }

  private async write(record: RunRecord): Promise<void> {
    const line = this.lineOf(record);
    const bytes = Buffer.from(this.state.torn ? `\n${line}\n` : `${line}\n`);
    let written = 0;
    try {
      while (written < bytes.length) written += (await this.handle.write(bytes, written)).bytesWritten;
      this.state.torn = false;
      this.state.empty = false;
      await this.handle.datasync();
    } catch (error) {
      if (written > 0 && written < bytes.length) this.state.torn = true;
      throw fileError('append to', this.file, error);
    }
  }

  private lineOf(record: RunRecord): string {
    const parsed = recordSchema.safeParse(record);
    if (!parsed.success) throw invalid(this.file, describeIssues(parsed.error.issues));
    if (this.state.empty !== (parsed.data.type === 'run')) {
      throw invalid(this.file, 'a log begins with the run header, and has only one');
    }
    return JSON.stringify(parsed.data);
  }
}

function invalid(file: string, why: string): BenchwrightError {
  return new BenchwrightError('ERR_RECORD_INVALID', `not written to ${file}: ${why}`);
}
