import type { CellResult } from '@benchwright/result-schema';
import { COLD_START_TIME } from '../runner/trial-figures.js';
import { METRICS } from '../summarize/metric-names.js';
import { columns, digits, milliseconds } from './columns.js';

/** Starts, retries, memory and cost of the cells of one workload. Pure. */
export function costTable(cells: readonly CellResult[]): string[] {
  const [first] = cells;
  if (first === undefined) return [];
  const header = ['', '$/M obj', 'billed', 'CPU', 'mem MB', 'cold %', 'start', 'S3 req', 'retried'];
  const rows = cells.map(({ id, metrics }) => [
    id.replace(/^(events|batch)-/, ''),
    digits(metrics[METRICS.usdPerMillion]?.estimate),
    milliseconds(metrics[METRICS.billed]?.estimate),
    milliseconds(metrics[METRICS.functionCpu]?.estimate),
    digits(
      (metrics[METRICS.maxMemoryUsed]?.max ?? metrics[METRICS.maxMemoryUsed]?.estimate ?? Number.NaN) /
        1_048_576,
    ),
    digits((metrics[METRICS.coldStartShare]?.estimate ?? Number.NaN) * 100),
    milliseconds(metrics[COLD_START_TIME]?.percentiles?.['50']),
    digits(metrics[METRICS.s3Requests]?.estimate),
    digits(metrics[METRICS.s3Retries]?.estimate),
  ]);
  return [
    `${first.factors.workload}: cost at list prices; billed, CPU: ms per invocation; start: ms, p50`,
    ...columns([header, ...rows]),
  ];
}
