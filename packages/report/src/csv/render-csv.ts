import type { CellResult, Metric, RunResult } from '@benchwright/result-schema';
import { type CsvValue, csvRecord } from './csv.js';

interface Row {
  readonly result: RunResult;
  readonly cell: CellResult;
  readonly key: string;
  readonly metric: Metric;
}

interface CsvColumn {
  readonly name: string;
  readonly meaning: string;
  value(row: Row): CsvValue;
}

const PERCENTILES = ['50', '90', '95', '99', '99.9', '99.99'] as const;

const COLUMNS: readonly CsvColumn[] = [
  column('suite', 'suite that measured', ({ result }) => result.suite),
  column('run_id', 'run', ({ result }) => result.run.id),
  column('started_at', 'start of the run, ISO 8601 UTC', ({ result }) => result.run.startedAt),
  column('cell', 'combination of factors', ({ cell }) => cell.id),
  column('verdict', 'validity of the cell: valid, suspect or invalid', ({ cell }) => cell.validity.verdict),
  column('trials', 'whole trials that the figures rest on', ({ cell }) => cell.trials),
  column('metric', 'name of the metric', ({ key }) => key),
  column('unit', 'unit of all the values of this row', ({ metric }) => metric.unit),
  column('better', 'higher or lower', ({ metric }) => metric.better),
  column('statistic', 'what the estimate is of', ({ metric }) => metric.statistic),
  column('estimate', 'estimate over trials', ({ metric }) => metric.estimate),
  column('interval_low', 'low end of its interval; empty if unbounded', ({ metric }) => metric.interval[0]),
  column('interval_high', 'high end of its interval; empty if unbounded', ({ metric }) => metric.interval[1]),
  column('confidence', 'confidence that the interval achieves, 0 to 1', ({ metric }) => metric.confidence),
  column('n', 'trials in the estimate', ({ metric }) => metric.n),
  column('method', 'method of the interval', ({ metric }) => metric.method),
  column('min', 'smallest value of all requests', ({ metric }) => metric.min ?? null),
  column('mean', 'mean of all requests', ({ metric }) => metric.mean ?? null),
  column('stddev', 'standard deviation of all requests', ({ metric }) => metric.stddev ?? null),
  ...PERCENTILES.map((p) =>
    column(
      `p${p.replace('.', '_')}`,
      `${p}th percentile of all requests`,
      ({ metric }) => metric.percentiles?.[p] ?? null,
    ),
  ),
  column('max', 'largest value of all requests', ({ metric }) => metric.max ?? null),
  column('offered', 'requests that were due in this cell', ({ cell }) => cell.counts.offered),
  column('sent', 'requests sent', ({ cell }) => cell.counts.sent),
  column('ok', 'requests answered as expected', ({ cell }) => cell.counts.ok),
  column('failed', 'requests that failed', ({ cell }) => cell.counts.failed),
  column('dropped', 'requests due but never sent', ({ cell }) => cell.counts.dropped),
  column('warnings', 'codes of the metric’s warnings, separated by blanks', ({ metric }) =>
    metric.warnings.map(({ code }) => code).join(' '),
  ),
];

/** The fixed columns of `renderCsv`, in order; after them comes one `factor.<name>` column for each factor of the run. */
export const CSV_COLUMNS: readonly { readonly name: string; readonly meaning: string }[] = COLUMNS;

/**
 * One row per cell and metric (tidy data), with a header, by RFC 4180. Values are in base units (nanoseconds, bytes, per
 * second). Text that a spreadsheet would run as a formula is preceded by an apostrophe.
 */
export function renderCsv(result: RunResult): string {
  const factors = [...new Set(result.cells.flatMap((cell) => Object.keys(cell.factors)))];
  const header = [...COLUMNS.map(({ name }) => name), ...factors.map((name) => `factor.${name}`)];
  const rows = result.cells.flatMap((cell) =>
    Object.entries(cell.metrics).map(([key, metric]) => ({ result, cell, key, metric })),
  );
  return [
    header,
    ...rows.map((row) => [...COLUMNS.map((c) => c.value(row)), ...factorValues(row.cell, factors)]),
  ]
    .map(csvRecord)
    .join('');
}

function factorValues(cell: CellResult, names: readonly string[]): CsvValue[] {
  return names.map((name) => {
    const value = cell.factors[name];
    return typeof value === 'boolean' ? String(value) : (value ?? null);
  });
}

function column(name: string, meaning: string, value: (row: Row) => CsvValue): CsvColumn {
  return { name, meaning, value };
}
