import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { parquetWorkerEntry, uploadWorkerEntry } from '../built-modules.js';
import type { ParquetAnswer, ParquetWorkerData } from '../parquet/worker-messages.js';
import type { AcceptedBatch, BatchSink } from '../receive/batch-sink.js';
import { FRAME_HEAD_BYTES } from '../spool/frame.js';
import type { UploadAnswer, UploadTarget, UploadTask } from '../upload/upload-messages.js';
import { BufferFolder, type FoundGeneration, type WaitingFile } from './buffer-folder.js';
import { Lane } from './lane.js';
import { FileNames } from './names.js';
import { Pending } from './pending.js';
import type { StoreFigures } from './store-figures.js';

/** How a store is to be; nothing is left out. */
export interface EventStoreOptions {
  readonly bufferPath: string;
  readonly upload: UploadTarget;
  readonly prefix: string;
  readonly maxFileBytes: number;
  readonly flushIntervalMs: number;
  readonly maxBufferBytes: number;
  readonly workers: number;
  readonly fsync: boolean;
  readonly nowMs: () => number;
}

const ARENA_BYTES = 67_108_864;

/**
 * Keeps batches: in a spool before they are acknowledged, then in Parquet files, at last in S3. The steps between are BufferFolder's; threads
 * do the work, this object only says who does what.
 */
export class EventStore implements BatchSink {
  readonly #options: EventStoreOptions;
  readonly #folder: BufferFolder;
  readonly #names: FileNames;
  readonly #pending = new Pending();
  readonly #lanes: readonly Lane[];
  readonly #threads: readonly Worker[];
  readonly #uploader: Worker;
  /** Files of a committed generation that S3 does not have yet. */
  readonly #filesLeft = new Map<number, number>();
  #generation: number;
  #turn = 0;
  #trouble: string | undefined;
  #lastFailure: string | undefined;
  #figures = {
    filesStored: 0,
    rowsMade: 0,
    bytesStored: 0,
    failedUploads: 0,
    recoveredBytes: 0,
    lostBytes: 0,
  };

  /** Starts the threads, and does what an earlier collector left undone in the folder. */
  constructor(options: EventStoreOptions) {
    this.#options = options;
    this.#folder = new BufferFolder(options.bufferPath);
    this.#names = new FileNames(options.prefix, options.nowMs);
    const found = this.#folder.recover();
    this.#generation = (found.at(-1)?.generation ?? 0) + 1;
    this.#uploader = this.#start(uploadWorkerEntry, options.upload);
    this.#uploader.on('message', (answer: UploadAnswer) => this.#uploaded(answer));
    const data: ParquetWorkerData = {
      arenaBytes: ARENA_BYTES,
      maxFileBytes: options.maxFileBytes,
      fsync: options.fsync,
    };
    const threads = Array.from({ length: options.workers }, () => this.#start(parquetWorkerEntry, data));
    this.#lanes = threads.map((worker) => this.#lane(worker));
    this.#threads = [...threads, this.#uploader];
    for (const generation of found) this.#takeOver(generation);
  }

  /** Why nothing more can be taken; undefined while all is well. */
  get trouble(): string | undefined {
    return this.#trouble;
  }

  /** Why the last upload failed, if it did and none has succeeded since. */
  get lastFailure(): string | undefined {
    return this.#lastFailure;
  }

  get figures(): StoreFigures {
    return {
      ...this.#figures,
      pendingBytes: this.#pending.totalBytes,
      pendingGenerations: this.#pending.generations,
    };
  }

  isFull(): boolean {
    return this.#pending.totalBytes >= this.#options.maxBufferBytes;
  }

  async accept(batch: AcceptedBatch): Promise<boolean> {
    if (this.#trouble !== undefined) throw new Error(this.#trouble);
    const bytes = FRAME_HEAD_BYTES + batch.end - batch.start;
    if (this.#pending.totalBytes + bytes > this.#options.maxBufferBytes) return false;
    await this.#lanes[this.#turn++ % this.#lanes.length]!.append(batch);
    return true;
  }

  /** Ends what is being collected, and waits until S3 has it all. */
  async flush(): Promise<void> {
    await Promise.all(this.#lanes.map((lane) => lane.seal()));
    await this.#pending.empty();
  }

  /** Ends the threads. What S3 does not have stays in the folder. */
  async close(): Promise<void> {
    await Promise.all(this.#lanes.map((lane) => lane.seal()));
    await Promise.all(this.#threads.map((thread) => thread.terminate()));
  }

  #start(entry: string, workerData: unknown): Worker {
    const worker = new Worker(entry, { workerData });
    worker.on('error', (error) => {
      this.#trouble = `a thread of the collector ended: ${error.message}`;
    });
    return worker;
  }

  #lane(worker: Worker): Lane {
    const { flushIntervalMs, fsync } = this.#options;
    worker.on('message', (answer: ParquetAnswer) => {
      this.#made(answer).catch((error: unknown) => {
        this.#trouble = `the buffer folder cannot be written: ${String(error)}`;
      });
    });
    return new Lane({
      worker,
      flushIntervalMs,
      fsync,
      folder: this.#folder,
      nextGeneration: () => this.#generation++,
      grown: (generation, bytes) => this.#pending.add(generation, bytes),
      empty: (generation) => this.#pending.remove(generation),
    });
  }

  #takeOver({ generation, spoolBytes, files }: FoundGeneration): void {
    const bytes = files?.reduce((sum, file) => sum + file.bytes, 0) ?? spoolBytes;
    this.#figures.recoveredBytes += bytes;
    this.#pending.set(generation, bytes);
    if (files !== undefined) this.#upload(generation, files);
    else if (spoolBytes > 0) this.#lanes[generation % this.#lanes.length]!.takeOver(generation, spoolBytes);
    else {
      rmSync(this.#folder.spoolPath(generation), { force: true });
      this.#forget(generation);
    }
  }

  async #made({ generation, files, lostBytes }: ParquetAnswer): Promise<void> {
    const named = files.map((file): WaitingFile => {
      const { path, rows, bytes } = file;
      return { path, rows, bytes, key: this.#names.next(file), id: randomUUID() };
    });
    await this.#folder.commit(generation, named);
    this.#figures.lostBytes += lostBytes;
    this.#figures.rowsMade += named.reduce((sum, { rows }) => sum + rows, 0);
    this.#pending.set(
      generation,
      named.reduce((sum, { bytes }) => sum + bytes, 0),
    );
    this.#upload(generation, named);
  }

  #upload(generation: number, files: readonly WaitingFile[]): void {
    if (files.length === 0) {
      this.#forget(generation);
      return;
    }
    this.#filesLeft.set(generation, files.length);
    for (const { path, key, id, bytes } of files) {
      this.#uploader.postMessage({ generation, path, key, id, bytes } satisfies UploadTask);
    }
  }

  #uploaded(answer: UploadAnswer): void {
    if (answer.kind === 'failed') {
      this.#figures.failedUploads++;
      this.#lastFailure = answer.reason;
      return;
    }
    const { generation, bytes } = answer;
    this.#lastFailure = undefined;
    this.#figures.filesStored++;
    this.#figures.bytesStored += bytes;
    this.#pending.add(generation, -bytes);
    const left = (this.#filesLeft.get(generation) ?? 1) - 1;
    this.#filesLeft.set(generation, left);
    if (left === 0) this.#forget(generation);
  }

  #forget(generation: number): void {
    this.#filesLeft.delete(generation);
    this.#folder.forget(generation);
    this.#pending.remove(generation);
  }
}
