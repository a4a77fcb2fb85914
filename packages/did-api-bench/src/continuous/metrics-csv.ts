import type { CellResult, RunResult } from '@benchwright/result-schema';
import { CsvFormError } from '../csv/csv-file.js';

/** The guide's two columns first, as its continuous-benchmark.sh writes them; then what `rps` alone does not tell. */
export const METRICS_COLUMNS = [
  'timestamp',
  'rps',
  'cell',
  'p50_ms',
  'p95_ms',
  'p99_ms',
  'max_ms',
  'error_share',
  'verdict',
  'run',
] as const;

type Field = string | number | null;

/** A run as rows of metrics.csv, one per cell. Pure. */
export function metricsRows({ run, cells }: RunResult): Field[][] {
  return cells.map((cell) => [
    compactTime(run.startedAt),
    rounded(cell.metrics.requestsPerSec?.estimate ?? null),
    cell.id,
    ...latencies(cell),
    cell.counts.sent > 0 ? Number((cell.counts.failed / cell.counts.sent).toPrecision(4)) : null,
    cell.validity.verdict,
    run.id,
  ]);
}

/** The row of a run that could not be made: a gap in the figures must be seen. `at` is ISO 8601. Pure. */
export function failedRow(at: string): Field[] {
  return [compactTime(at), null, null, null, null, null, null, null, 'failed', null];
}

function latencies({ metrics }: CellResult): Field[] {
  const { percentiles, max } = metrics.responseTimeNs ?? {};
  return [percentiles?.['50'], percentiles?.['95'], percentiles?.['99'], max].map((ns) =>
    ns === undefined || ns === null ? null : Number((ns / 1e6).toPrecision(6)),
  );
}

function rounded(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(7));
}

/** `20261121-103814`, as `date +%Y%m%d-%H%M%S` writes it, in UTC. */
function compactTime(iso: string): string {
  return iso.slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
}

/** A row that was read. */
export interface MetricsRow {
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly rps: number;
  readonly cell: string;
  /** Milliseconds; null where the file has none. */
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  readonly verdict: string;
  readonly run: string;
}

/**
 * The rows of a metrics.csv: this package's, or the guide's own, which has `timestamp,rps` and no header. Rows without a rate, as of a run
 * that failed, are left out. Pure; O(text).
 *
 * @throws CsvFormError naming the first line of another form
 */
export function readMetricsCsv(file: string, text: string): MetricsRow[] {
  const lines = text.split('\n').map((line) => line.trimEnd());
  const hasHeader = lines[0]?.startsWith('timestamp,') === true;
  if (hasHeader && lines[0] !== METRICS_COLUMNS.join(',') && lines[0] !== 'timestamp,rps') {
    throw new CsvFormError(file, 1, `its columns are '${lines[0]?.slice(0, 200)}'`, HINT);
  }
  return lines.flatMap((line, i) =>
    line === '' || (hasHeader && i === 0) ? [] : readRow(file, line, i + 1),
  );
}

const HINT = `rows are '${METRICS_COLUMNS.join(',')}', or 'timestamp,rps' as the guide writes them`;

function readRow(file: string, line: string, number: number): MetricsRow[] {
  const [timestamp = '', rps = '', cell, p50, p95, p99, , , verdict, run] = line.split(',');
  const startedAt = isoOf(timestamp);
  if (startedAt === null || Number.isNaN(Number(rps))) {
    throw new CsvFormError(file, number, `'${line.slice(0, 60)}' is no row of metrics`, HINT);
  }
  if (rps.trim() === '') return [];
  const number0 = (value: string | undefined): number | null =>
    value === undefined || value === '' || Number.isNaN(Number(value)) ? null : Number(value);
  return [
    {
      startedAt,
      rps: Number(rps),
      cell: cell ?? 'health',
      p50Ms: number0(p50),
      p95Ms: number0(p95),
      p99Ms: number0(p99),
      verdict: verdict ?? 'valid',
      run: run ?? timestamp,
    },
  ];
}

function isoOf(timestamp: string): string | null {
  const [, y, mo, d, h, mi, s] = /^(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)$/.exec(timestamp) ?? [];
  const iso = `${y}-${mo}-${d}T${h}:${mi}:${s}.000Z`;
  return y === undefined || Number.isNaN(Date.parse(iso)) ? null : iso;
}
