import { renameSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { codeOf } from './disk-error.js';
import type { StoreLayout } from './store-layout.js';

/** The folder with the parts of an object that somebody reads. */
export interface PartFolder {
  readonly path: string;
  /** To be called once. */
  release(): void;
}

interface Held {
  path: string;
  readers: number;
  discarded: boolean;
}

/**
 * The folders of parts that objects consist of. One that is no longer needed moves to `tmp` at once, so that a crash leaves nothing behind,
 * and is removed when its last reader is done.
 */
export class PartFolders {
  readonly #held = new Map<string, Held>();
  readonly #removals = new Set<Promise<void>>();

  constructor(private readonly layout: StoreLayout) {}

  /** Keeps a folder readable until it is released. */
  hold(path: string): PartFolder {
    const held = this.#held.get(path) ?? { path, readers: 0, discarded: false };
    this.#held.set(path, held);
    held.readers++;
    return {
      get path() {
        return held.path;
      },
      release: () => {
        if (--held.readers > 0) return;
        if (!held.discarded) this.#held.delete(path);
        else this.#remove(held.path);
      },
    };
  }

  /** Takes a folder out of the store; it is gone for good once nobody reads it. */
  discard(path: string): void {
    const gone = this.layout.newTemporary();
    try {
      renameSync(path, gone);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return;
      throw error;
    }
    const held = this.#held.get(path);
    this.#held.delete(path);
    if (held === undefined) this.#remove(gone);
    else Object.assign(held, { path: gone, discarded: true });
  }

  /** Fulfilled when nothing is being removed. */
  async idle(): Promise<void> {
    await Promise.all(this.#removals);
  }

  #remove(path: string): void {
    // What cannot be removed now is removed at the next start.
    const removal = rm(path, { recursive: true, force: true })
      .catch(() => {})
      .finally(() => this.#removals.delete(removal));
    this.#removals.add(removal);
  }
}

/** Removes a file that may not be there. */
export function removeFile(path: string): void {
  rmSync(path, { force: true });
}
