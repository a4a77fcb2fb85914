import type { CellResult, Metric, RunResult } from '@benchwright/result-schema';
import { Histogram } from '@benchwright/stats';
import { Families, type Labels } from './families.js';
import { openMetricsName } from './metric-family-name.js';

/** Upper ends of the histogram's buckets in seconds: 1, 2.5, 5 in each decade from 10 µs to 100 s. */
const BOUNDS_SEC = [-5, -4, -3, -2, -1, 0, 1].flatMap((e) => [1, 2.5, 5].map((m) => Number(`${m}e${e}`)));

/**
 * A result as OpenMetrics text, ending in `# EOF`, for a textfile collector, a push gateway or a file server. Only gauges,
 * summaries and histograms, so that readers of the older Prometheus text format take it too; no timestamps. Seconds, bytes and
 * ratios, as that world has it.
 */
export function renderOpenMetrics(result: RunResult): string {
  const families = new Families();
  const common: Labels = { suite: result.suite, run: result.run.id };
  const { environment, run, validity } = result;
  families.add(
    'benchwright_run_info',
    'gauge',
    'The run that the figures are of.',
    {
      ...common,
      host: environment.hostname,
      commit: environment.git?.commit ?? '',
      outcome: run.outcome,
      verdict: validity.verdict,
    },
    1,
  );
  families.add(
    'benchwright_run_start_time_seconds',
    'gauge',
    'Start of the run, seconds since the epoch.',
    common,
    Date.parse(run.startedAt) / 1000,
  );
  for (const cell of result.cells)
    addCell(families, cell, { ...common, cell: cell.id, ...factorLabels(cell) });
  for (const { id, cell, outcome } of result.slos) {
    families.add(
      'benchwright_slo_passed',
      'gauge',
      '1 when the SLO is shown to be met; 0 for fail, not-shown and no-data.',
      { ...common, cell, slo: id, outcome },
      outcome === 'pass' ? 1 : 0,
    );
  }
  return families.toText();
}

function addCell(families: Families, cell: CellResult, labels: Labels): void {
  const { validity, trials, counts } = cell;
  families.add(
    'benchwright_cell_valid',
    'gauge',
    '1 valid, 0.5 suspect, 0 invalid.',
    { ...labels, verdict: validity.verdict },
    { valid: 1, suspect: 0.5, invalid: 0 }[validity.verdict],
  );
  families.add('benchwright_trials', 'gauge', 'Whole trials that the figures rest on.', labels, trials);
  for (const outcome of ['ok', 'failed', 'dropped'] as const) {
    families.add(
      'benchwright_requests',
      'gauge',
      'Requests by outcome, all trials together.',
      { ...labels, outcome },
      counts[outcome],
    );
  }
  for (const [error, count] of Object.entries(counts.errors)) {
    families.add(
      'benchwright_errors',
      'gauge',
      'Failed requests by error class.',
      { ...labels, class: error },
      count,
    );
  }
  for (const [key, metric] of Object.entries(cell.metrics)) addMetric(families, key, metric, labels);
}

function addMetric(families: Families, key: string, metric: Metric, labels: Labels): void {
  const { base, unit, divisor } = openMetricsName(key, metric.unit);
  const named = (part: string): string => [base, part, unit].filter((word) => word !== '').join('_');
  const [low, high] = metric.interval;
  const gauges: [string, string, number | null][] = [
    ['estimate', `Estimate of ${base} over trials.`, metric.estimate],
    ['interval_low', `Low end of the interval of ${base}.`, low],
    ['interval_high', `High end of the interval of ${base}.`, high],
  ];
  for (const [part, help, value] of gauges) {
    if (value !== null) families.add(named(part), 'gauge', help, labels, value / divisor);
  }
  for (const [percentile, value] of Object.entries(metric.percentiles ?? {})) {
    const quantile = Number(percentile) / 100;
    if (!(quantile >= 0 && quantile <= 1)) continue;
    families.add(
      named('quantiles'),
      'summary',
      `Quantiles of ${base}, all requests together.`,
      { ...labels, quantile: String(Number(quantile.toPrecision(12))) },
      value / divisor,
    );
  }
  if (metric.histogram !== undefined && metric.unit === 'ns')
    addHistogram(families, named('distribution'), base, metric, labels);
}

function addHistogram(
  families: Families,
  name: string,
  base: string,
  { histogram = '', mean }: Metric,
  labels: Labels,
): void {
  const decoded = Histogram.decode(histogram, { unit: 'ns' });
  const help = `Distribution of ${base}, all requests together.`;
  const add = (suffix: string, extra: Labels, value: number): void =>
    families.add(name, 'histogram', help, { ...labels, ...extra }, value, suffix);
  for (const bound of BOUNDS_SEC) add('_bucket', { le: String(bound) }, decoded.countBetween(0, bound * 1e9));
  add('_bucket', { le: '+Inf' }, decoded.count);
  add('_count', {}, decoded.count);
  add('_sum', {}, ((mean ?? decoded.mean) * decoded.count) / 1e9);
}

function factorLabels({ factors }: CellResult): Labels {
  return Object.fromEntries(
    Object.entries(factors).map(([name, value]) => [`factor_${name.replace(/\W/g, '_')}`, String(value)]),
  );
}
