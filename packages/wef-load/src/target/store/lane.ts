import { rmSync } from 'node:fs';
import type { Worker } from 'node:worker_threads';
import type { ParquetTask } from '../parquet/worker-messages.js';
import type { AcceptedBatch } from '../receive/batch-sink.js';
import { encodeFrame } from '../spool/frame.js';
import { GroupWriter } from '../spool/group-writer.js';
import type { BufferFolder } from './buffer-folder.js';

/** How much a spool grows until its thread is told: large enough for whole row groups, small enough to spread the work. */
const TELL_BYTES = 33_554_432;

interface Growing {
  readonly generation: number;
  readonly writer: GroupWriter;
  readonly timer: NodeJS.Timeout;
  toldBytes: number;
}

/** What a lane needs of the store that it belongs to. */
export interface LaneParts {
  readonly folder: BufferFolder;
  readonly worker: Worker;
  readonly flushIntervalMs: number;
  readonly fsync: boolean;
  readonly nextGeneration: () => number;
  /** A generation has grown by so many bytes. */
  readonly grown: (generation: number, bytes: number) => void;
  /** A generation ended without a batch in it. */
  readonly empty: (generation: number) => void;
}

/** A spool and the thread that makes its Parquet files, one generation after the other. */
export class Lane {
  readonly #parts: LaneParts;
  #growing: Growing | undefined;
  readonly #sealing = new Set<Promise<void>>();

  constructor(parts: LaneParts) {
    this.#parts = parts;
  }

  /** Fulfilled when the batch is in the spool. */
  async append(batch: AcceptedBatch): Promise<void> {
    this.#growing ??= this.#begin();
    const growing = this.#growing;
    const buffers = encodeFrame(batch);
    await growing.writer.append(buffers);
    this.#parts.grown(
      growing.generation,
      buffers.reduce((sum, { length }) => sum + length, 0),
    );
    const { bytes } = growing.writer;
    if (growing !== this.#growing || bytes - growing.toldBytes < TELL_BYTES) return;
    growing.toldBytes = bytes;
    this.#tell(growing, false);
  }

  /** Ends the generation that grows, and has its files finished. */
  async seal(): Promise<void> {
    const growing = this.#growing;
    if (growing !== undefined) {
      this.#growing = undefined;
      clearTimeout(growing.timer);
      const sealing = this.#finish(growing).finally(() => this.#sealing.delete(sealing));
      this.#sealing.add(sealing);
    }
    await Promise.all(this.#sealing);
  }

  /** Has a spool converted that an earlier collector left. */
  takeOver(generation: number, bytes: number): void {
    this.#post({ generation, bytes, sealed: true });
  }

  #begin(): Growing {
    const { folder, fsync, flushIntervalMs, nextGeneration } = this.#parts;
    const generation = nextGeneration();
    const writer = new GroupWriter(folder.spoolPath(generation), fsync);
    const timer = setTimeout(() => void this.seal(), flushIntervalMs);
    return { generation, writer, timer, toldBytes: 0 };
  }

  async #finish(growing: Growing): Promise<void> {
    await growing.writer.close();
    if (growing.writer.bytes > 0) {
      this.#tell(growing, true);
      return;
    }
    rmSync(this.#parts.folder.spoolPath(growing.generation), { force: true });
    this.#parts.empty(growing.generation);
  }

  #tell({ generation, writer }: Growing, sealed: boolean): void {
    this.#post({ generation, bytes: writer.bytes, sealed });
  }

  #post(task: Pick<ParquetTask, 'generation' | 'bytes' | 'sealed'>): void {
    const { folder, worker } = this.#parts;
    const { generation } = task;
    const full: ParquetTask = {
      ...task,
      path: folder.spoolPath(generation),
      folder: folder.filesPath(generation),
    };
    worker.postMessage(full);
  }
}
