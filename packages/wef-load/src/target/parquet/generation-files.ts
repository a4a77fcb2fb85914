import { join } from 'node:path';
import { EventConverter } from './event-converter.js';
import type { JsonArena } from './json-arena.js';
import type { Partition } from './partition.js';
import { PartitionFile } from './partition-file.js';
import { PartitionRows } from './partition-rows.js';

/** A finished file. */
export interface MadeFile extends Partition {
  readonly path: string;
  readonly rows: number;
  readonly bytes: number;
}

interface Open extends Partition {
  readonly rows: PartitionRows;
  file: PartitionFile | undefined;
}

/** How files are made. */
export interface FileLimits {
  readonly maxFileBytes: number;
  readonly fsync: boolean;
}

/** The Parquet files of one generation of the spool, one per partition, and more where one would grow too large. */
export class GenerationFiles {
  readonly converter: EventConverter;
  readonly #folder: string;
  readonly #limits: FileLimits;
  readonly #arena: JsonArena;
  readonly #byPartition = new Map<string, Open>();
  readonly #made: MadeFile[] = [];
  /** A row group is no more than this before compression, so that a file is closed before it is too large, whatever its rows compress to. */
  readonly #groupBytes: number;
  #files = 0;

  /** @param arena used by this generation alone until it is finished */
  constructor(folder: string, limits: FileLimits, arena: JsonArena) {
    this.#folder = folder;
    this.#limits = limits;
    this.#arena = arena;
    this.#groupBytes = limits.maxFileBytes / 4;
    this.converter = new EventConverter(
      arena,
      () => this.#writeAll(),
      (eventId, day, row, eventData) => {
        const open = this.#open(eventId, day);
        open.rows.add(row, eventData);
        if (open.rows.jsonBytes >= this.#groupBytes) this.#write(open);
      },
    );
  }

  /** Closes all files. */
  finish(): MadeFile[] {
    this.#writeAll();
    for (const open of this.#byPartition.values()) this.#close(open);
    return this.#made;
  }

  #open(eventId: number, day: string): Open {
    const name = `${eventId} ${day}`;
    let open = this.#byPartition.get(name);
    if (open === undefined) {
      open = { eventId, day, rows: new PartitionRows(), file: undefined };
      this.#byPartition.set(name, open);
    }
    return open;
  }

  #writeAll(): void {
    for (const open of this.#byPartition.values()) this.#write(open);
    this.#arena.clear();
  }

  #write(open: Open): void {
    const { rows } = open;
    if (rows.count === 0) return;
    if (open.file !== undefined && open.file.bytes + rows.jsonBytes > this.#limits.maxFileBytes)
      this.#close(open);
    open.file ??= new PartitionFile(join(this.#folder, `${this.#files++}.parquet`), open.eventId);
    open.file.write(rows);
    rows.clear();
  }

  #close(open: Open): void {
    const { file, eventId, day } = open;
    if (file === undefined) return;
    const bytes = file.finish(this.#limits.fsync);
    this.#made.push({ eventId, day, path: file.path, rows: file.rows, bytes });
    open.file = undefined;
  }
}
