import { closeSync, fsync, openSync } from 'node:fs';
import { promisify } from 'node:util';

const fsyncOf = promisify(fsync);

/**
 * Makes renames and removals survive a loss of power, by fsync of the folder they happened in. Commits that wait for the same folder share one
 * fsync. Does nothing in a store that is not durable.
 */
export class FolderSync {
  readonly #running = new Map<string, Promise<void>>();
  readonly #waiting = new Map<string, Promise<void>>();

  constructor(readonly durable: boolean) {}

  /** Fulfilled once everything that happened in the folder before this call is on the disk. */
  async sync(folder: string): Promise<void> {
    // Windows cannot open folders, and its renames are written through.
    if (!this.durable || process.platform === 'win32') return;
    // An fsync under way may have begun before what this one is for: wait for the next.
    const running = this.#running.get(folder);
    if (running === undefined) return this.#start(folder);
    let next = this.#waiting.get(folder);
    if (next === undefined) {
      next = running
        .catch(() => {})
        .then(() => {
          this.#waiting.delete(folder);
          return this.#start(folder);
        });
      this.#waiting.set(folder, next);
    }
    return next;
  }

  #start(folder: string): Promise<void> {
    const run = syncFolder(folder).finally(() => {
      if (this.#running.get(folder) === run) this.#running.delete(folder);
    });
    this.#running.set(folder, run);
    return run;
  }
}

async function syncFolder(folder: string): Promise<void> {
  const fd = openSync(folder, 'r');
  try {
    await fsyncOf(fd);
  } finally {
    closeSync(fd);
  }
}
