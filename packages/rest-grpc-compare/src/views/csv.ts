import type { ComparisonInput } from '../comparison-input.js';
import type { MetricResult } from '../metric-result.js';
import { type ComparedFigure, compareFigure } from './comparison-rows.js';
import { bytes, fixed, milliseconds, NOT_AVAILABLE, percent } from './format.js';

interface Row {
  readonly label: string;
  readonly show: (result: MetricResult) => string;
  /** Rows without one are not compared: their last two cells are `-`. */
  readonly figure?: ComparedFigure;
}

const whole = (value: number): string => fixed(value, 0);

/** The original's rows, in its order. */
const ORIGINAL: readonly Row[] = [
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
const REST_OF_THE_FIGURES: readonly Row[] = [
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

const TIMING: readonly Row[] = [
  { label: 'Connection Time (ms)', show: (r) => timing(r.timing_breakdown?.connection_time?.avg) },
  { label: 'First Byte Time (ms)', show: (r) => timing(r.timing_breakdown?.first_byte_time?.avg) },
  { label: 'Download Time (ms)', show: (r) => timing(r.timing_breakdown?.download_time?.avg) },
];

const WIRE: readonly Row[] = [
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

/**
 * The original's CSV: its header and rows first, what it left out after them, then one row per kind of error. A
 * difference is marked `+` where higher is better and `-` where lower is; with rounds, `Winner` is `-` unless the
 * interval of the difference excludes zero.
 */
export function renderCsv(input: ComparisonInput): string {
  const { rest, grpc, validity } = input;
  const rows = [
    ...ORIGINAL,
    ...REST_OF_THE_FIGURES,
    ...(rest.timing_breakdown || grpc.timing_breakdown ? TIMING : []),
    ...(rest.wire || grpc.wire ? WIRE : []),
  ];
  const lines = [
    ['Metric', 'REST', 'gRPC', 'Winner', 'Difference_Pct'],
    ...rows.map((row) => cells(row, input)),
    ...errorTypes(rest, grpc).map((type) => [
      `Errors: ${type}`,
      String(rest.errors[type] ?? 0),
      String(grpc.errors[type] ?? 0),
      '-',
      '-',
    ]),
    ...(validity === undefined
      ? []
      : [['Validity', validityText(validity.rest), validityText(validity.grpc), '-', '-']]),
  ];
  return `${lines.map((line) => line.map(field).join(',')).join('\n')}\n`;
}

function cells({ label, show, figure }: Row, { rest, grpc, evidence }: ComparisonInput): string[] {
  const values = [label, show(rest), show(grpc)];
  if (figure === undefined) return [...values, '-', '-'];
  const row = compareFigure(figure, rest, grpc, evidence);
  return [...values, row.winner ?? '-', markedDifference(row.difference, row.kind === 'lower')];
}

/** The size of the difference with the sign of what would be better, as the original has it. */
function markedDifference(difference: number, lowerIsBetter: boolean): string {
  const text = fixed(Math.abs(difference), 1);
  if (text === NOT_AVAILABLE || text === '0.0') return text;
  return `${lowerIsBetter ? '-' : '+'}${text}`;
}

function timing(ms: number | undefined): string {
  return milliseconds(ms ?? Number.NaN);
}

function errorTypes(rest: MetricResult, grpc: MetricResult): string[] {
  return [...new Set([...Object.keys(rest.errors), ...Object.keys(grpc.errors)])].sort();
}

function validityText({
  verdict,
  reasons,
}: {
  verdict: string;
  reasons: readonly { code: string }[];
}): string {
  return [verdict, ...new Set(reasons.map(({ code }) => code))].join(' ');
}

/** RFC 4180: a cell with a separator, a quote or a line break is quoted. Line breaks of any kind count. */
function field(text: string): string {
  return /[",\r\n\u2028\u2029]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
