import type { CellResult, RunResult } from '@benchwright/result-schema';
import { batchOrMultipart, specOf } from '../design/cell-spec.js';
import { runIdOfTrial } from '../runner/run-id.js';
import { METRICS } from '../summarize/metric-names.js';

/** Columns of the original's results file, in their order. */
export const RESULT_COLUMNS = [
  'workload',
  'memory_mb',
  'batch_or_multipart',
  'reserved_concurrency',
  'run_id',
  'p95_ms',
  'throughput_obj_per_s',
  'bytes_sum',
] as const;

/** One row of it: one trial of one function. */
export interface ResultRow {
  readonly workload: string;
  readonly memoryMb: number;
  readonly batchOrMultipart: number;
  readonly reservedConcurrency: number;
  readonly runId: string;
  /** p95 of the latency that the function sees, cold starts' own time excluded. */
  readonly p95Ms: number;
  readonly throughputObjPerSec: number;
  readonly bytesSum: number;
}

/** A row for every whole trial of a result that stored something. Pure. */
export function resultRows(result: Pick<RunResult, 'cells' | 'run'>): ResultRow[] {
  return result.cells.flatMap((cell) => rowsOf(cell, result.run.seed));
}

function rowsOf(cell: CellResult, seed: number): ResultRow[] {
  const spec = specOf(cell);
  const of = (name: string): readonly number[] => cell.metrics[name]?.perTrial ?? [];
  const [p95, rate, bytes, starts] = [
    METRICS.handlerP95,
    METRICS.objectsPerSec,
    METRICS.objectBytes,
    METRICS.runStartMs,
  ].map(of);
  return cell.series.slice(0, cell.trials).flatMap(({ trial }, i) => {
    const p95Ns = p95?.[i];
    if (p95Ns === undefined) return [];
    return [
      {
        workload: spec.workload,
        memoryMb: spec.memoryMb,
        batchOrMultipart: batchOrMultipart(spec),
        reservedConcurrency: spec.reservedConcurrency,
        runId: runIdOfTrial(starts?.[i] ?? 0, { seed, cell: cell.id, trial }),
        p95Ms: p95Ns / 1e6,
        throughputObjPerSec: rate?.[i] ?? 0,
        bytesSum: bytes?.[i] ?? 0,
      },
    ];
  });
}

/** The file, its columns exactly those of the original. Pure. */
export function renderResultRows(rows: readonly ResultRow[]): string {
  const lines = rows.map((row) =>
    [
      row.workload,
      row.memoryMb,
      row.batchOrMultipart,
      row.reservedConcurrency,
      row.runId,
      rounded(row.p95Ms),
      rounded(row.throughputObjPerSec),
      row.bytesSum,
    ].join(','),
  );
  return `${[RESULT_COLUMNS.join(','), ...lines].join('\n')}\n`;
}

function rounded(value: number): number {
  return Number(value.toFixed(3));
}
