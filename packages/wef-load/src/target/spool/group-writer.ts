import { closeSync, fdatasync, ftruncate, openSync, writev } from 'node:fs';
import { promisify } from 'node:util';

const syncData = promisify(fdatasync);
const truncate = promisify(ftruncate);

interface Waiting {
  readonly buffers: readonly Buffer[];
  readonly bytes: number;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Appends to a new file for many at once: what comes while a write is under way goes together into the next (group commit), and with
 * `fsync` shares its fdatasync too.
 */
export class GroupWriter {
  readonly #fd: number;
  readonly #fsync: boolean;
  #waiting: Waiting[] = [];
  #running: Promise<void> | undefined;
  #bytes = 0;

  /** Makes the file, which must not exist. */
  constructor(path: string, fsync: boolean) {
    this.#fd = openSync(path, 'ax');
    this.#fsync = fsync;
  }

  /** Bytes that are in the file for good. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Fulfilled when the buffers are in the file, all of them; rejected when none is to be believed to be. */
  append(buffers: readonly Buffer[]): Promise<void> {
    const bytes = buffers.reduce((sum, { length }) => sum + length, 0);
    return new Promise((done, failed) => {
      this.#waiting.push({ buffers, bytes, done, failed });
      this.#running ??= this.#run();
    });
  }

  /** Closes the file when nothing is under way any more. */
  async close(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
    closeSync(this.#fd);
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      const group = this.#waiting;
      this.#waiting = [];
      try {
        await this.#write(group.flatMap(({ buffers }) => buffers));
        if (this.#fsync) await syncData(this.#fd);
        this.#bytes += group.reduce((sum, { bytes }) => sum + bytes, 0);
        for (const { done } of group) done();
      } catch (error) {
        // Half a frame in the middle of a file would hide what comes after it.
        await truncate(this.#fd, this.#bytes).catch(() => {});
        for (const { failed } of group) failed(error);
      }
    }
    this.#running = undefined;
  }

  /** A write may be short; what is left is written after it. */
  async #write(buffers: readonly Buffer[]): Promise<void> {
    let at = this.#bytes;
    let rest = buffers.filter(({ length }) => length > 0);
    while (rest.length > 0) {
      const written = await writeOnce(this.#fd, rest.slice(0, MOST_BUFFERS), at);
      at += written;
      rest = without(rest, written);
    }
  }
}

/** IOV_MAX of Linux. */
const MOST_BUFFERS = 1024;

function writeOnce(fd: number, buffers: readonly Buffer[], at: number): Promise<number> {
  return new Promise((resolve, reject) => {
    writev(fd, buffers, at, (error, written) => (error === null ? resolve(written) : reject(error)));
  });
}

function without(buffers: readonly Buffer[], bytes: number): Buffer[] {
  let left = bytes;
  return buffers.flatMap((buffer) => {
    const skipped = Math.min(left, buffer.length);
    left -= skipped;
    return skipped === buffer.length ? [] : [buffer.subarray(skipped)];
  });
}
