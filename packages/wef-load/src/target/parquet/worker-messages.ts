import type { FileLimits, MadeFile } from './generation-files.js';

/** What a thread that makes Parquet files is started with. */
export interface ParquetWorkerData extends FileLimits {
  readonly arenaBytes: number;
}

/** Convert a spool file as far as it has grown. Tasks of one generation follow each other; the last is sealed. */
export interface ParquetTask {
  readonly generation: number;
  readonly path: string;
  /** Whole frames lie before this byte. */
  readonly bytes: number;
  readonly sealed: boolean;
  /** For the files. */
  readonly folder: string;
}

/** The files of a sealed generation. */
export interface ParquetAnswer {
  readonly generation: number;
  readonly files: readonly MadeFile[];
  /** Bytes at the end of a spool that were no whole frame: never acknowledged, or lost by the disk. */
  readonly lostBytes: number;
}
