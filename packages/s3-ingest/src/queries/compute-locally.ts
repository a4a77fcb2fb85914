import type { ColdStartFigures, ErrorFigures, RunFigures } from './run-figures.js';
import { throughputOf } from './run-figures.js';

/** All that the queries tell, from the lines themselves. */
export interface LocalFigures {
  readonly runs: readonly RunFigures[];
  readonly coldStarts: readonly ColdStartFigures[];
  readonly errors: readonly ErrorFigures[];
  /** Lines that are no JSON objects with a run id: START, END, REPORT and what else a function prints. */
  readonly otherLines: number;
}

type Line = Readonly<Record<string, unknown>>;

/**
 * The figures of the queries from lines in CloudWatch's embedded metric format, for functions whose logs are not in CloudWatch. `runIds` restricts
 * them to these runs. A percentile is the smallest value that is not exceeded by that share of values (nearest rank); CloudWatch does not document
 * which definition `pct` has, and any that it can have lies between that value and its neighbours. O(lines · log lines).
 */
export function computeLocally(emfLines: Iterable<string>, runIds?: readonly string[]): LocalFigures {
  const wanted = runIds === undefined ? undefined : new Set(runIds);
  const groups = new Map<string, Line[]>();
  let otherLines = 0;
  for (const text of emfLines) {
    const line = parseLine(text);
    if (line === undefined) {
      otherLines++;
      continue;
    }
    const runId = String(line.run_id);
    if (wanted !== undefined && !wanted.has(runId)) continue;
    const key = JSON.stringify([line.function_name, runId]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [line]);
    else group.push(line);
  }
  const sorted = [...groups.values()].sort(byFunction);
  return {
    runs: sorted.flatMap((lines) => figuresOf(lines) ?? []),
    coldStarts: sorted.map(coldStartsOf),
    errors: sorted.flatMap(errorsOf).sort((a, b) => b.failures - a.failures),
    otherLines,
  };
}

function parseLine(text: string): Line | undefined {
  if (!text.includes('"run_id"')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isLine(value) && typeof value.run_id === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

function isLine(value: unknown): value is Line {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function byFunction([a]: readonly Line[], [b]: readonly Line[]): number {
  const [left, right] = [a, b].map((line) => `${line?.function_name}\n${line?.run_id}`) as [string, string];
  return left < right ? -1 : left > right ? 1 : 0;
}

function figuresOf(lines: readonly Line[]): RunFigures | undefined {
  const stored = lines.filter(({ latency_ms: latency }) => typeof latency === 'number');
  const [first] = stored;
  if (first === undefined) return undefined;
  const values = (name: string) => numbersOf(stored, name);
  const ends = values('ts_end_ms').reduce((last, end) => Math.max(last, end), Number.NEGATIVE_INFINITY);
  const windowMs =
    ends - values('ts_start_ms').reduce((begin, start) => Math.min(begin, start), Number.POSITIVE_INFINITY);
  return {
    functionName: String(first.function_name),
    runId: String(first.run_id),
    workload: String(first.workload),
    memoryMb: Number(first.memory_mb),
    batchOrMultipart: Number(first.workload === 'batch' ? first.multipart_part_mb : first.batch_events),
    reservedConcurrency: Number(first.reserved_concurrency),
    p95Ms: nearestRank(values('latency_ms'), 0.95),
    objects: stored.length,
    bytesSum: sum(values('object_bytes')),
    windowMs,
    throughputObjPerSec: throughputOf(stored.length, windowMs),
    putRequests: sum(values('s3_attempts')),
  };
}

function coldStartsOf(lines: readonly Line[]): ColdStartFigures {
  const starts = numbersOf(lines, 'cold_start_ms');
  return {
    functionName: String(lines[0]?.function_name),
    runId: String(lines[0]?.run_id),
    invocations: lines.length,
    coldStarts: starts.length,
    p50Ms: starts.length === 0 ? null : nearestRank(starts, 0.5),
    maxMs: starts.length === 0 ? null : starts.reduce((most, value) => Math.max(most, value), 0),
  };
}

function errorsOf(lines: readonly Line[]): ErrorFigures[] {
  const counts = new Map<string, number>();
  for (const { error_code: code } of lines) {
    if (typeof code === 'string') counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  const functionName = String(lines[0]?.function_name);
  const runId = String(lines[0]?.run_id);
  return [...counts].map(([errorCode, failures]) => ({ functionName, runId, errorCode, failures }));
}

function numbersOf(lines: readonly Line[], name: string): number[] {
  return lines.flatMap((line) => {
    const value = line[name];
    return typeof value === 'number' ? [value] : [];
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function nearestRank(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
