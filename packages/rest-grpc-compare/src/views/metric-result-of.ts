import type { CellResult, Metric } from '@benchwright/result-schema';
import { errorTypeOf, type MetricResult, type TimingFigures } from '../metric-result.js';
import { RESPONSE_TIME } from '../summarize/trial-figures.js';

const NS_PER_US = 1e3;
const NS_PER_MS = 1e6;
const NS_PER_SEC = 1e9;

/** A cell's figures under the original's names and in its units. */
export function metricResultOf(cell: CellResult, protocol: MetricResult['protocol']): MetricResult {
  const { counts, metrics } = cell;
  const response = timesOf(metrics[RESPONSE_TIME]);
  const payload = metrics.payloadBytes?.mean ?? Number.NaN;
  // The mean is the total over the count, so this is the total again, free of the division's rounding.
  const transferred = counts.ok === 0 ? 0 : Math.round(payload * counts.ok);
  const seconds = sumOf(metrics.trialDurationNs) / NS_PER_SEC;
  return {
    protocol,
    total_requests: counts.sent,
    successful_requests: counts.ok,
    failed_requests: counts.failed,
    success_rate: (counts.ok * 100) / counts.sent,
    avg_response_time: response.avg,
    min_response_time: response.min,
    max_response_time: response.max,
    median_response_time: response.median,
    p95_response_time: response.p95,
    p99_response_time: response.p99,
    stddev_response_time: (metrics[RESPONSE_TIME]?.stddev ?? Number.NaN) / NS_PER_MS,
    avg_payload_size: payload,
    total_bytes_transferred: transferred,
    throughput: counts.ok / seconds,
    data_transfer_rate: transferred / seconds,
    network_efficiency: payload / response.avg,
    total_duration: seconds,
    errors: errorsOf(counts.errors),
    timing_breakdown: {
      connection_time: breakdownOf(metrics.connectNs, sumOf(metrics.connectionsOpened)),
      first_byte_time: breakdownOf(metrics.firstByteNs, counts.ok),
      download_time: breakdownOf(metrics.downloadNs, counts.ok),
    },
    wire: wireOf(cell),
    ...serverOf(cell),
    ...generatorOf(cell),
  };
}

function serverOf({ metrics: { targetCpuNs, targetRssBytes } }: CellResult): Pick<MetricResult, 'server'> {
  if (targetCpuNs === undefined || targetRssBytes === undefined) return {};
  return {
    server: {
      cpu_us_per_request: (targetCpuNs.estimate ?? Number.NaN) / NS_PER_US,
      max_rss_bytes: targetRssBytes.estimate ?? Number.NaN,
    },
  };
}

function generatorOf({ ceiling }: CellResult): Pick<MetricResult, 'generator'> {
  if (!ceiling?.measured || ceiling.share === null) return {};
  const { ratePerSec } = ceiling.measured;
  return { generator: { ceiling_per_sec: ratePerSec, used_percent: ceiling.share * 100 } };
}

function wireOf({ counts, metrics }: CellResult): NonNullable<MetricResult['wire']> {
  const [sent, received] = [sumOf(metrics.wireSentBytes), sumOf(metrics.wireReceivedBytes)];
  return {
    connections_opened: sumOf(metrics.connectionsOpened),
    bytes_sent: sent,
    bytes_received: received,
    bytes_sent_per_request: sent / counts.sent,
    bytes_received_per_request: received / counts.sent,
  };
}

function breakdownOf(metric: Metric | undefined, count: number): TimingFigures | null {
  return metric === undefined ? null : { count, ...timesOf(metric) };
}

/** A latency metric in milliseconds; NaN throughout where there is none. */
function timesOf(metric: Metric | undefined): Omit<TimingFigures, 'count'> {
  const [min, max] = [metric?.min ?? Number.NaN, metric?.max ?? Number.NaN];
  // A histogram answers with the end of a bucket, which may lie a little beyond the largest value itself.
  const percentile = (p: string): number =>
    Math.min(Math.max(metric?.percentiles?.[p] ?? Number.NaN, min), max) / NS_PER_MS;
  return {
    avg: (metric?.mean ?? Number.NaN) / NS_PER_MS,
    min: min / NS_PER_MS,
    max: max / NS_PER_MS,
    median: percentile('50'),
    p95: percentile('95'),
    p99: percentile('99'),
  };
}

function sumOf(metric: Metric | undefined): number {
  return (metric?.perTrial ?? []).reduce((total, value) => total + value, 0);
}

/** Classes that the original would have called the same are one entry. */
function errorsOf(errors: Readonly<Record<string, number>>): Record<string, number> {
  const byType = new Map<string, number>();
  for (const [errorClass, count] of Object.entries(errors)) {
    const type = errorTypeOf(errorClass);
    byType.set(type, (byType.get(type) ?? 0) + count);
  }
  return Object.fromEntries(byType);
}
