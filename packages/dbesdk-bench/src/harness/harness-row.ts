/** One entry of any harness's result file, under one set of names. Null: not measured, or not to be believed. */
export interface HarnessRow {
  /** The file it stands in. */
  readonly source: string;
  readonly language: string;
  /** `go1.24.4`, `3.12.11`; empty where the file does not tell. */
  readonly runtime: string;
  /** What the file says about the machine. */
  readonly machine: string;
  readonly measuredAt: string;
  readonly test: 'throughput' | 'memory' | 'concurrency' | (string & {});
  /** What sets the entry apart from others of the same test and size; empty for the plain one. */
  readonly variant: string;
  readonly dataSize: number;
  readonly concurrency: number;
  readonly encryptMs: number | null;
  readonly decryptMs: number | null;
  readonly endToEndMs: number | null;
  readonly opsPerSec: number | null;
  readonly bytesPerSec: number | null;
  readonly peakMemoryMib: number | null;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  /** Numbers of the notes that hold for this row. */
  readonly notes: readonly string[];
}
