import { QueryError } from './query-error.js';

/** What the columns of the figures are grouped by: all of it is in the function's own log line. */
const BY = [
  'function_name',
  'run_id',
  'workload',
  'memory_mb',
  'batch_events',
  'multipart_part_mb',
  'reserved_concurrency',
];

/**
 * A string literal of Logs Insights: in double quotes, with quotes and backslashes escaped. Throws `ERR_QUERY_VALUE` for control
 * characters, which no literal can hold.
 */
export function queryLiteral(text: string): string {
  const control = [...text].find((character) => character < ' ' || character === '\u007f');
  if (control !== undefined) {
    throw new QueryError(
      'ERR_QUERY_VALUE',
      `${JSON.stringify(text.slice(0, 80))} cannot be part of a query`,
      {
        hint: 'Remove tabs, newlines and other control characters from the run id',
      },
    );
  }
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/** `run_id in ["a", "b"]`. Throws `ERR_QUERY_VALUE` for an empty list. */
function ofRuns(runIds: readonly string[]): string {
  if (runIds.length === 0) {
    throw new QueryError('ERR_QUERY_VALUE', 'a query needs at least one run id', { hint: 'Give --run-id' });
  }
  return `run_id in [${runIds.map(queryLiteral).join(', ')}]`;
}

/**
 * p95 and what throughput is made of, one row per function and run. Logs Insights finds the members of a JSON line by itself, so that
 * nothing is parsed. The window goes from the first start to the last end, in the function's own clock: unlike a window between
 * timestamps of log events, it is not empty for a single invocation. Throughput is divided out where the answer is read.
 */
export function latencyThroughputQuery(runIds: readonly string[]): string {
  return [
    `filter ${ofRuns(runIds)} and ispresent(latency_ms)`,
    '| stats pct(latency_ms, 95) as p95_ms,',
    '    count(latency_ms) as objects,',
    '    sum(object_bytes) as bytes_sum,',
    '    min(ts_start_ms) as first_start_ms,',
    '    max(ts_end_ms) as last_end_ms,',
    '    sum(s3_attempts) as put_requests',
    `    by ${BY.join(', ')}`,
    '| sort function_name asc',
  ].join('\n');
}

/** Failed invocations by function and error, most frequent first: those that could log a line. */
export function errorsQuery(runIds: readonly string[]): string {
  return [
    `filter ${ofRuns(runIds)} and ispresent(error_code)`,
    '| stats count(error_code) as failures by function_name, run_id, error_code',
    '| sort failures desc',
  ].join('\n');
}

/**
 * Invocations that Lambda ended (time, memory, crash): they leave no line of the function, and so no run id. It holds for the time
 * range of the query.
 */
export function platformErrorsQuery(): string {
  return [
    'filter @type = "REPORT" and @message like /Status: (timeout|error)/',
    '| parse @message /Status: (?<status>\\w+)/',
    '| stats count(*) as failures by @log, status',
    '| sort failures desc',
  ].join('\n');
}

/** How many invocations met a new environment, and how long that took. One row per function and run. */
export function coldStartsQuery(runIds: readonly string[]): string {
  return [
    `filter ${ofRuns(runIds)} and ispresent(request_id)`,
    '| stats count(request_id) as invocations,',
    '    count(cold_start_ms) as cold_starts,',
    '    pct(cold_start_ms, 50) as cold_start_p50_ms,',
    '    max(cold_start_ms) as cold_start_max_ms',
    '    by function_name, run_id',
    '| sort function_name asc',
  ].join('\n');
}

/**
 * What Lambda bills, from its REPORT lines: starts of environments are in the billed duration since August 2025. REPORT lines carry no run
 * id: the figures are those of the time range. `@memorySize` counts 1,000,000 bytes for each configured MB.
 */
export function billedDurationQuery(): string {
  return [
    'filter @type = "REPORT"',
    '| stats count(*) as invocations,',
    '    sum(@billedDuration) as billed_ms,',
    '    max(@memorySize) / 1000000 as memory_mb,',
    '    max(@maxMemoryUsed) / 1000000 as max_memory_used_mb',
    '    by @log',
    '| sort @log asc',
  ].join('\n');
}
