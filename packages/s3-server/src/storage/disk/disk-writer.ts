import { close, closeSync, fsync, openSync, rmSync, writev, writevSync } from 'node:fs';
import { promisify } from 'node:util';
import type { ObjectWriter } from '../object-writer.js';
import { StorageError } from '../storage-error.js';
import { diskError } from './disk-error.js';

const fsyncOf = promisify(fsync);
const closeOf = promisify(close);

/** An object up to this size stays in memory until it is whole, and is then written by one call. */
const smallBytes = 64 * 1024;
/** With more than this waiting to be written, the writer asks for a pause. */
const mostWaitingBytes = 4 * 1024 * 1024;

/**
 * Writes to a temporary file, which a commit renames. Chunks that come while a write is under way are gathered and written by the
 * next one together, without copying them.
 */
export class DiskWriter implements ObjectWriter {
  sizeBytes = 0;
  #state: 'open' | 'finishing' | 'written' | 'gone' = 'open';
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #fd: number | undefined;
  #writing: Promise<void> | undefined;
  #failure: unknown;

  /** @param path of the temporary file; it is made when there is something to write to it. */
  constructor(
    readonly path: string,
    private readonly durable: boolean,
  ) {}

  write(chunk: Buffer): void | Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#state !== 'open') throw usedUp();
    this.sizeBytes += chunk.length;
    this.#waiting.push(chunk);
    this.#waitingBytes += chunk.length;
    if (this.#fd === undefined && this.sizeBytes <= smallBytes) return;
    this.#start();
    if (this.#waitingBytes > mostWaitingBytes) return this.#writing;
  }

  abort(): void {
    const before = this.#state;
    this.#state = 'gone';
    // `finish` sees it and removes the file.
    if (before === 'gone' || before === 'finishing') return;
    this.#waiting = [];
    // A write under way must end before its file may be closed.
    if (this.#writing === undefined) this.#remove();
    else this.#writing.finally(() => this.#remove()).catch(() => {});
  }

  /** Writes what is left and what belongs behind it, and makes it durable. Where it throws, nothing is left. */
  async finish(behind: Buffer): Promise<void> {
    if (this.#state !== 'open') throw usedUp();
    this.#state = 'finishing';
    try {
      if (this.#failure !== undefined) throw this.#failure;
      await (this.#fd === undefined ? this.#writeSmall(behind) : this.#writeRest(this.#fd, behind));
      this.#checkNotAborted();
      this.#state = 'written';
    } catch (error) {
      this.#state = 'gone';
      this.#remove();
      throw diskError(error);
    }
  }

  /** The file is another's now. */
  renamed(): void {
    this.#state = 'gone';
  }

  /** Synchronous up to the fsync, and without a promise where there is none: what takes time is the file system's making of a file, in any thread. */
  #writeSmall(behind: Buffer): Promise<void> | void {
    const fd = openSync(this.path, 'wx');
    this.#fd = fd;
    writeWhole(fd, [...this.#waiting, behind]);
    this.#waiting = [];
    if (!this.durable) return this.#close();
    return fsyncOf(fd).then(() => this.#close());
  }

  async #writeRest(fd: number, behind: Buffer): Promise<void> {
    this.#waiting.push(behind);
    this.#start();
    await this.#writing;
    if (this.durable) await fsyncOf(fd);
    this.#fd = undefined;
    await closeOf(fd);
  }

  #checkNotAborted(): void {
    if (this.#state === 'gone') throw usedUp();
  }

  #close(): void {
    const fd = this.#fd;
    this.#fd = undefined;
    if (fd !== undefined) closeSync(fd);
  }

  #remove(): void {
    try {
      this.#close();
    } finally {
      rmSync(this.path, { force: true });
    }
  }

  /** Writes all that waits, and what comes meanwhile, unless a write is under way that will. */
  #start(): void {
    if (this.#writing !== undefined) return;
    const writing = this.#writeAll();
    if (this.#waiting.length === 0) this.#writing = writing;
    // Who awaits it sees the failure, and so does the next call. One that failed at once is not under way.
    writing.catch(() => {});
  }

  async #writeAll(): Promise<void> {
    try {
      this.#fd ??= openSync(this.path, 'wx');
      while (this.#waiting.length > 0) {
        const chunks = this.#waiting;
        this.#waiting = [];
        this.#waitingBytes = 0;
        await writeAllOf(this.#fd, chunks);
      }
    } catch (error) {
      this.#failure = diskError(error);
      throw this.#failure;
    } finally {
      // In the turn that finds nothing more to write: a moment later a chunk could come that nobody would write.
      this.#writing = undefined;
    }
  }
}

function usedUp(): StorageError {
  return new StorageError('StoreClosed', 'The writer was committed or aborted already.');
}

function writeWhole(fd: number, chunks: Buffer[]): void {
  for (let left = chunks; left.length > 0; ) left = without(left, writevSync(fd, left));
}

async function writeAllOf(fd: number, chunks: Buffer[]): Promise<void> {
  for (let left = chunks; left.length > 0; ) left = without(left, await writeSome(fd, left));
}

function writeSome(fd: number, chunks: Buffer[]): Promise<number> {
  return new Promise((resolve, reject) => {
    writev(fd, chunks, (error, written) => (error === null ? resolve(written) : reject(error)));
  });
}

/** What is left of chunks when a call wrote so many bytes of them: near the end of the space it may be a part. */
function without(chunks: Buffer[], writtenBytes: number): Buffer[] {
  let left = writtenBytes;
  let index = 0;
  for (; index < chunks.length; index++) {
    const { length } = chunks[index]!;
    if (left < length) break;
    left -= length;
  }
  if (index === chunks.length) return [];
  return [chunks[index]!.subarray(left), ...chunks.slice(index + 1)];
}
