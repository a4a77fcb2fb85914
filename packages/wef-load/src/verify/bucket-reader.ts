import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { EventStore, StoredObject } from './event-store.js';
import type { FileFact, UnusableFact } from './judge-stored.js';
import { isParquetKey, partitionOf } from './partition-path.js';
import type { StoredRows } from './stored-rows.js';

/** An object whose content has been read. */
export interface ReadObject {
  readonly object: StoredObject;
  /** Its number in the tables of {@link StoredRows}. */
  readonly file: number;
  readonly fact: FileFact | UnusableFact;
  /** When a listing first had it, by this machine's clock. */
  readonly firstSeenMs: number;
}

export interface BucketReaderOptions {
  readonly store: EventStore;
  readonly rows: StoredRows;
  /** Each file is kept here while it is read, and no longer. */
  readonly folder: string;
  /** Objects that were last modified before this, by the store's clock, are of earlier runs. */
  readonly sinceMs: () => number;
  readonly now: () => number;
  readonly signal: AbortSignal | undefined;
}

/** Follows a bucket: reads what is new, once, and forgets what has gone or was replaced. */
export class BucketReader {
  readonly #options: BucketReaderOptions;
  readonly #read = new Map<string, ReadObject>();
  #oldFiles = 0;
  #nextFile = 0;

  constructor(options: BucketReaderOptions) {
    this.#options = options;
  }

  /** What has been read so far and is still there. */
  get objects(): readonly ReadObject[] {
    return [...this.#read.values()];
  }

  /** Parquet files under the prefix that are older than the run. */
  get oldFiles(): number {
    return this.#oldFiles;
  }

  /** Lists the bucket and reads what is new in it. True when anything has changed. Throws what the store throws. */
  async look(): Promise<boolean> {
    const { store, sinceMs, now, signal } = this.#options;
    const listed = (await store.list(signal)).filter(({ key }) => isParquetKey(key));
    const seenMs = now();
    const oldestMs = sinceMs();
    const recent = listed.filter(({ lastModifiedMs }) => lastModifiedMs >= oldestMs);
    this.#oldFiles = listed.length - recent.length;
    let changed = await this.#forgetAllBut(new Map(recent.map((object) => [object.key, object.etag])));
    for (const object of recent) {
      signal?.throwIfAborted();
      if (this.#read.has(object.key)) continue;
      const file = this.#nextFile++;
      const fact = await this.#readObject(object, file);
      this.#read.set(object.key, { object, file, fact, firstSeenMs: seenMs });
      changed = true;
    }
    return changed;
  }

  async #forgetAllBut(etags: ReadonlyMap<string, string>): Promise<boolean> {
    let changed = false;
    for (const [key, { object, file }] of this.#read) {
      if (etags.get(key) === object.etag) continue;
      await this.#options.rows.forget(file);
      this.#read.delete(key);
      changed = true;
    }
    return changed;
  }

  async #readObject({ key, bytes }: StoredObject, file: number): Promise<FileFact | UnusableFact> {
    const { store, rows, folder, signal } = this.#options;
    const path = join(folder, `${file}.parquet`);
    try {
      await store.download(key, path, signal);
      const { size } = await stat(path);
      if (size !== bytes) {
        return { key, why: 'unreadable', text: `${size} of its ${bytes} bytes came` };
      }
      const content = await rows.read(path, file, partitionOf(key));
      return 'why' in content ? { key, ...content } : { key, bytes, ...content };
    } finally {
      await rm(path, { force: true });
    }
  }
}
