/** The figures of one function in one run, as a query or the lines themselves give them. */
export interface RunFigures {
  readonly functionName: string;
  readonly runId: string;
  readonly workload: string;
  readonly memoryMb: number;
  /** Events in an object, or MB of a part. */
  readonly batchOrMultipart: number;
  readonly reservedConcurrency: number;
  readonly p95Ms: number;
  /** Invocations whose object S3 has. */
  readonly objects: number;
  readonly bytesSum: number;
  /** Window from the first start to the last end. */
  readonly windowMs: number;
  /** Null for a window of no length: a rate cannot be told from it. */
  readonly throughputObjPerSec: number | null;
  readonly putRequests: number;
}

/** Cold starts of one function in one run. */
export interface ColdStartFigures {
  readonly functionName: string;
  readonly runId: string;
  readonly invocations: number;
  readonly coldStarts: number;
  /** Null where there was none. */
  readonly p50Ms: number | null;
  readonly maxMs: number | null;
}

/** Failures of one kind of one function in one run. */
export interface ErrorFigures {
  readonly functionName: string;
  readonly runId: string;
  readonly errorCode: string;
  readonly failures: number;
}

/** A row of an answer: column → text, as CloudWatch gives it. */
export type QueryRow = Readonly<Record<string, string>>;

/** A row of `latencyThroughputQuery`. */
export function runFiguresOf(row: QueryRow): RunFigures {
  const objects = numberOf(row, 'objects');
  const windowMs = numberOf(row, 'last_end_ms') - numberOf(row, 'first_start_ms');
  return {
    functionName: row.function_name ?? '',
    runId: row.run_id ?? '',
    workload: row.workload ?? '',
    memoryMb: numberOf(row, 'memory_mb'),
    batchOrMultipart: numberOf(row, row.workload === 'batch' ? 'multipart_part_mb' : 'batch_events'),
    reservedConcurrency: numberOf(row, 'reserved_concurrency'),
    p95Ms: numberOf(row, 'p95_ms'),
    objects,
    bytesSum: numberOf(row, 'bytes_sum'),
    windowMs,
    throughputObjPerSec: throughputOf(objects, windowMs),
    putRequests: numberOf(row, 'put_requests'),
  };
}

/** A row of `coldStartsQuery`. */
export function coldStartFiguresOf(row: QueryRow): ColdStartFigures {
  const coldStarts = numberOf(row, 'cold_starts');
  return {
    functionName: row.function_name ?? '',
    runId: row.run_id ?? '',
    invocations: numberOf(row, 'invocations'),
    coldStarts,
    p50Ms: coldStarts === 0 ? null : numberOf(row, 'cold_start_p50_ms'),
    maxMs: coldStarts === 0 ? null : numberOf(row, 'cold_start_max_ms'),
  };
}

/** A row of `errorsQuery`. */
export function errorFiguresOf(row: QueryRow): ErrorFigures {
  return {
    functionName: row.function_name ?? '',
    runId: row.run_id ?? '',
    errorCode: row.error_code ?? '',
    failures: numberOf(row, 'failures'),
  };
}

/** Objects per second of a window; null for one of no length. */
export function throughputOf(objects: number, windowMs: number): number | null {
  return windowMs > 0 ? objects / (windowMs / 1000) : null;
}

function numberOf(row: QueryRow, column: string): number {
  const text = row[column];
  return text === undefined || text === '' ? Number.NaN : Number(text);
}
