import type { CellResult, Metric, RunResult } from '@benchwright/result-schema';
import { Histogram } from '@benchwright/stats';
import { exponentialBuckets } from './exponential-histogram.js';
import { type OtlpAttribute, otlpAttributes, unixNano } from './otlp-values.js';

const DELTA = 1;

interface Span {
  readonly startTimeUnixNano: string;
  readonly timeUnixNano: string;
}

/**
 * A result as the body of an OTLP/HTTP metrics request in JSON (`POST …/v1/metrics`, `application/json`; OTLP 1.x): the latency
 * distributions as exponential histograms in seconds, requests as delta sums by outcome, every estimate with the ends of its
 * interval as gauges. Written by hand, so that nobody needs an SDK to send five kilobytes.
 */
export function renderOtlp(result: RunResult): string {
  const { run, suite, environment, validity } = result;
  const startMs = Date.parse(run.startedAt);
  const span: Span = {
    startTimeUnixNano: unixNano(startMs),
    timeUnixNano: unixNano(run.finishedAt === null ? startMs : Date.parse(run.finishedAt)),
  };
  const resource = {
    'service.name': 'benchwright',
    'service.version': environment.packages.benchwright ?? null,
    'service.instance.id': run.id,
    'host.name': environment.hostname,
    'host.arch': environment.os.arch,
    'os.type': environment.os.platform,
    'process.runtime.name': 'nodejs',
    'process.runtime.version': environment.runtime.node,
    'vcs.ref.head.revision': environment.git?.commit ?? null,
    'benchwright.suite': suite,
    'benchwright.seed': run.seed,
    'benchwright.verdict': validity.verdict,
  };
  const request = {
    resourceMetrics: [
      {
        resource: { attributes: otlpAttributes(resource) },
        scopeMetrics: [
          {
            scope: { name: 'benchwright', version: environment.packages.benchwright ?? '' },
            metrics: [...latencies(result, span), ...requests(result, span), ...estimates(result, span)],
          },
        ],
      },
    ],
  };
  return `${JSON.stringify(request)}\n`;
}

function latencies({ cells }: RunResult, span: Span): object[] {
  return metricNames(cells)
    .map((name) => ({
      name: metricId(name, 'distribution'),
      unit: 's',
      exponentialHistogram: {
        aggregationTemporality: DELTA,
        dataPoints: cells.flatMap((cell) => {
          const metric = cell.metrics[name];
          return metric?.unit === 'ns' && metric.histogram !== undefined
            ? [distributionPoint(metric, metric.histogram, cell, span)]
            : [];
        }),
      },
    }))
    .filter(({ exponentialHistogram }) => exponentialHistogram.dataPoints.length > 0);
}

function distributionPoint(metric: Metric, encoded: string, cell: CellResult, span: Span): object {
  const histogram = Histogram.decode(encoded, { unit: 'ns' });
  const { scale, zeroCount, offset, counts } = exponentialBuckets(histogram.buckets(), 1e-9);
  return {
    ...span,
    attributes: attributesOf(cell),
    count: String(histogram.count),
    sum: ((metric.mean ?? histogram.mean) * histogram.count) / 1e9,
    scale,
    zeroCount: String(zeroCount),
    positive: { offset, bucketCounts: counts.map(String) },
    ...(histogram.count === 0
      ? {}
      : { min: (metric.min ?? histogram.min) / 1e9, max: (metric.max ?? histogram.max) / 1e9 }),
  };
}

function requests({ cells }: RunResult, span: Span): object[] {
  const point = (cell: CellResult, outcome: string, count: number): object => ({
    ...span,
    attributes: [...attributesOf(cell), ...otlpAttributes({ outcome })],
    asInt: String(count),
  });
  const dataPoints = cells.flatMap((cell) => [
    point(cell, 'ok', cell.counts.ok),
    point(cell, 'dropped', cell.counts.dropped),
    ...Object.entries(cell.counts.errors).map(([error, count]) => point(cell, error, count)),
  ]);
  if (dataPoints.length === 0) return [];
  return [
    {
      name: 'benchwright.requests',
      unit: '{request}',
      sum: { aggregationTemporality: DELTA, isMonotonic: true, dataPoints },
    },
  ];
}

function estimates({ cells }: RunResult, span: Span): object[] {
  return metricNames(cells)
    .map((name) => ({
      name: metricId(name, 'estimate'),
      unit: ucumUnit(cells.find((cell) => cell.metrics[name] !== undefined)?.metrics[name]?.unit ?? ''),
      gauge: {
        dataPoints: cells.flatMap((cell) => estimatePoints(cell, cell.metrics[name], span)),
      },
    }))
    .filter(({ gauge }) => gauge.dataPoints.length > 0);
}

function estimatePoints(cell: CellResult, metric: Metric | undefined, span: Span): object[] {
  if (metric === undefined) return [];
  const divisor = metric.unit === 'ns' ? 1e9 : 1;
  const values: [string, number | null][] = [
    ['estimate', metric.estimate],
    ['interval_low', metric.interval[0]],
    ['interval_high', metric.interval[1]],
  ];
  return values.flatMap(([bound, value]) =>
    value === null
      ? []
      : [
          {
            ...span,
            attributes: [...attributesOf(cell), ...otlpAttributes({ bound, trials: metric.n })],
            asDouble: value / divisor,
          },
        ],
  );
}

function attributesOf({ id, factors, validity }: CellResult): OtlpAttribute[] {
  const named = Object.entries(factors).map(
    ([name, value]) => [`benchwright.factor.${name}`, value] as const,
  );
  return otlpAttributes({
    'benchwright.cell': id,
    'benchwright.cell.verdict': validity.verdict,
    ...Object.fromEntries(named),
  });
}

function metricNames(cells: readonly CellResult[]): string[] {
  return [...new Set(cells.flatMap(({ metrics }) => Object.keys(metrics)))];
}

/** `responseTimeNs` → `benchwright.response_time.distribution`: OTLP names carry no unit, there is a field for it. */
function metricId(key: string, part: string): string {
  const bare = key.replace(/(Ns|PerSec)$/, '').replace(/([a-z0-9])([A-Z])/g, '$1_$2');
  return `benchwright.${(bare === '' ? key : bare).toLowerCase().toWellFormed()}.${part}`;
}

/** UCUM, as OTLP asks for. */
function ucumUnit(unit: string): string {
  if (unit === 'ns') return 's';
  return { B: 'By', bytes: 'By', 'B/s': 'By/s', '1/s': '1/s' }[unit] ?? unit.toWellFormed();
}
