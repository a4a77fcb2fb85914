import type { MetricResult } from '../metric-result.js';
import type { ComparedFigure } from './comparison-rows.js';
import { bytes, fixed, milliseconds, percent } from './format.js';

/** One row: its name, what it shows of each result, and the figure that it compares. */
export interface CsvRow {
  readonly label: string;
  readonly show: (result: MetricResult) => string;
  /** Rows without one are not compared: their last two cells are `-`. */
  readonly figure?: ComparedFigure;
}

const whole = (value: number): string => fixed(value, 0);

/** The original's rows, in its order. */
const ORIGINAL: readonly CsvRow[] = [
  { label: 'Total Requests', show: (r) => whole(r.total_requests) },
  { label: 'Successful Requests', show: (r) => whole(r.successful_requests), figure: 'successful_requests' },
  { label: 'Success Rate %', show: (r) => percent(r.success_rate), figure: 'success_rate' },
  {
    label: 'Avg Response Time (ms)',
    show: (r) => milliseconds(r.avg_response_time),
    figure: 'avg_response_time',
  },
  {
    label: 'Median Response Time (ms)',
    show: (r) => milliseconds(r.median_response_time),
    figure: 'median_response_time',
  },
  {
    label: 'P95 Response Time (ms)',
    show: (r) => milliseconds(r.p95_response_time),
    figure: 'p95_response_time',
  },
  { label: 'Avg Payload Size (bytes)', show: (r) => bytes(r.avg_payload_size), figure: 'avg_payload_size' },
  {
    label: 'Total Bytes Transferred',
    show: (r) => whole(r.total_bytes_transferred),
    figure: 'total_bytes_transferred',
  },
  { label: 'Throughput (req/s)', show: (r) => fixed(r.throughput, 1), figure: 'throughput' },
  {
    label: 'Network Efficiency (bytes/ms)',
    show: (r) => fixed(r.network_efficiency, 2),
    figure: 'network_efficiency',
  },
];

/** What the original measured and left out of its CSV. */
const REST_OF_THE_FIGURES: readonly CsvRow[] = [
  {
    label: 'P99 Response Time (ms)',
    show: (r) => milliseconds(r.p99_response_time),
    figure: 'p99_response_time',
  },
  { label: 'Min Response Time (ms)', show: (r) => milliseconds(r.min_response_time) },
  { label: 'Max Response Time (ms)', show: (r) => milliseconds(r.max_response_time) },
  { label: 'Std Deviation (ms)', show: (r) => milliseconds(r.stddev_response_time) },
  { label: 'Data Transfer Rate (bytes/s)', show: (r) => fixed(r.data_transfer_rate, 1) },
  { label: 'Total Duration (s)', show: (r) => fixed(r.total_duration, 3) },
  { label: 'Failed Requests', show: (r) => whole(r.failed_requests) },
];

const TIMING: readonly CsvRow[] = [
  { label: 'Connection Time (ms)', show: (r) => timing(r.timing_breakdown?.connection_time?.avg) },
  { label: 'First Byte Time (ms)', show: (r) => timing(r.timing_breakdown?.first_byte_time?.avg) },
  { label: 'Download Time (ms)', show: (r) => timing(r.timing_breakdown?.download_time?.avg) },
];

const WIRE: readonly CsvRow[] = [
  { label: 'Connections Opened', show: (r) => whole(r.wire?.connections_opened ?? Number.NaN) },
  { label: 'Wire Bytes Sent', show: (r) => whole(r.wire?.bytes_sent ?? Number.NaN) },
  { label: 'Wire Bytes Received', show: (r) => whole(r.wire?.bytes_received ?? Number.NaN) },
  {
    label: 'Wire Bytes per Request',
    show: (r) =>
      bytes((r.wire?.bytes_sent_per_request ?? Number.NaN) + (r.wire?.bytes_received_per_request ?? 0)),
    figure: 'wire_bytes_per_request',
  },
];

const SERVER: readonly CsvRow[] = [
  {
    label: 'Server CPU (us/request)',
    show: (r) => fixed(r.server?.cpu_us_per_request ?? Number.NaN, 1),
    figure: 'server_cpu_us_per_request',
  },
  { label: 'Server Memory (bytes)', show: (r) => whole(r.server?.max_rss_bytes ?? Number.NaN) },
];

/** The rows that say something about these results. */
export function rowsFor(results: readonly MetricResult[]): CsvRow[] {
  const anyHas = (key: 'timing_breakdown' | 'wire' | 'server'): boolean =>
    results.some((r) => r[key] !== undefined);
  return [
    ...ORIGINAL,
    ...REST_OF_THE_FIGURES,
    ...(anyHas('timing_breakdown') ? TIMING : []),
    ...(anyHas('wire') ? WIRE : []),
    ...(anyHas('server') ? SERVER : []),
  ];
}

function timing(ms: number | undefined): string {
  return milliseconds(ms ?? Number.NaN);
}
