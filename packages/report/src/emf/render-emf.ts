import type { CellResult, Metric, RunResult } from '@benchwright/result-schema';

/** CloudWatch takes this many metrics from one document. */
const MAX_METRICS = 100;
/** CloudWatch cuts a name here. */
const MAX_NAME = 255;

const UNITS: Readonly<Record<string, readonly [unit: string, divisor: number]>> = {
  ns: ['Milliseconds', 1e6],
  B: ['Bytes', 1],
  'B/s': ['Bytes/Second', 1],
  '1/s': ['Count/Second', 1],
};

/**
 * A result in CloudWatch's embedded metric format, one document a line and cell: print it in a Lambda or send it to an agent, and
 * CloudWatch has the metrics. Namespace `Benchwright`; dimensions are the suite and the cell, and the suite with each factor.
 * Times in milliseconds, for CloudWatch has no nanoseconds. (Specification: "Embedded metric format", CloudWatch user guide.)
 */
export function renderEmf(result: RunResult): string {
  return result.cells.map((cell) => `${JSON.stringify(documentOf(result, cell))}\n`).join('');
}

interface Entry {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
}

function documentOf({ suite, run, environment }: RunResult, cell: CellResult): object {
  const factors = Object.entries(cell.factors).map(
    ([name, value]) =>
      [`factor.${name}`.slice(0, MAX_NAME).toWellFormed(), shortText(String(value))] as const,
  );
  const entries = [
    ...Object.entries(cell.metrics).flatMap(([key, metric]) => metricEntries(key, metric)),
    ...(['ok', 'failed', 'dropped'] as const).map((name) => ({
      name,
      unit: 'Count',
      value: cell.counts[name],
    })),
    { name: 'invalid', unit: 'Count', value: cell.validity.verdict === 'invalid' ? 1 : 0 },
  ].filter(({ value }) => Number.isFinite(value));
  const kept = entries.slice(0, MAX_METRICS);
  return {
    _aws: {
      Timestamp: Date.parse(run.finishedAt ?? run.startedAt),
      CloudWatchMetrics: [
        {
          Namespace: 'Benchwright',
          Dimensions: [['suite', 'cell'], ...factors.slice(0, 28).map(([name]) => ['suite', name])],
          Metrics: kept.map(({ name, unit }) => ({ Name: name, Unit: unit })),
        },
      ],
    },
    // Foreign names first, so that none of them can stand in for a figure or a dimension of ours.
    ...Object.fromEntries(factors),
    suite: shortText(suite),
    cell: shortText(cell.id),
    run: run.id.toWellFormed(),
    host: environment.hostname.toWellFormed(),
    verdict: cell.validity.verdict,
    ...Object.fromEntries(kept.map(({ name, value }) => [name, value])),
  };
}

function metricEntries(key: string, metric: Metric): Entry[] {
  const [unit, divisor] = UNITS[metric.unit] ?? ['None', 1];
  const bare = key.replace(/(Ns|PerSec)$/, '');
  const base = (bare === '' ? key : bare).slice(0, MAX_NAME - 20).toWellFormed();
  const values: [string, number | null | undefined][] = [
    ['', metric.estimate],
    ['.low', metric.interval[0]],
    ['.high', metric.interval[1]],
    ...(key === 'responseTimeNs'
      ? (['50', '90', '99', '99.9'] as const).map((p): [string, number | undefined] => [
          `.p${p}`,
          metric.percentiles?.[p],
        ])
      : []),
  ];
  return values.flatMap(([suffix, value]) =>
    value === null || value === undefined ? [] : [{ name: `${base}${suffix}`, unit, value: value / divisor }],
  );
}

/** A dimension's value must not be empty. */
function shortText(text: string): string {
  const short = text.toWellFormed().trim().slice(0, MAX_NAME).toWellFormed();
  return short === '' ? '-' : short;
}
