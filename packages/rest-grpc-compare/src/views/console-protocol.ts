import type { MetricResult, TimingFigures } from '../metric-result.js';
import { bytes, fixed, grouped, milliseconds, NOT_AVAILABLE, percent } from './format.js';
import { wrapped } from './printable.js';

const LABEL_WIDTH = 22;

/** The block of one protocol: the original's lines, then where the time went and what the wire carried. */
export function protocolLines(result: MetricResult): string[] {
  return [
    ...responseLines(result),
    '',
    ...transferLines(result),
    '',
    labelled('Failed Requests', grouped(result.failed_requests, 0)),
    ...errorLines(result.errors),
    ...timingLines(result),
  ];
}

function responseLines(r: MetricResult): string[] {
  return [
    labelled(
      'Success Rate',
      `${percent(r.success_rate)}% (${r.successful_requests}/${r.total_requests} requests)`,
    ),
    labelled('Average Response', unit(milliseconds(r.avg_response_time), 'ms')),
    labelled('Median Response', unit(milliseconds(r.median_response_time), 'ms')),
    labelled('P95 Response', unit(milliseconds(r.p95_response_time), 'ms')),
    labelled('P99 Response', unit(milliseconds(r.p99_response_time), 'ms')),
    labelled('Min Response', unit(milliseconds(r.min_response_time), 'ms')),
    labelled('Max Response', unit(milliseconds(r.max_response_time), 'ms')),
    labelled('Std Deviation', unit(milliseconds(r.stddev_response_time), 'ms')),
  ];
}

function transferLines(r: MetricResult): string[] {
  return [
    labelled('Avg Payload Size', unit(bytes(r.avg_payload_size), 'bytes')),
    labelled('Total Transferred', unit(grouped(r.total_bytes_transferred, 0), 'bytes')),
    labelled('Throughput', unit(grouped(r.throughput, 1), 'req/s')),
    labelled('Transfer Rate', unit(grouped(r.data_transfer_rate / 1000, 1), 'KB/s')),
    labelled('Network Efficiency', unit(fixed(r.network_efficiency, 2), 'bytes/ms')),
  ];
}

function errorLines(errors: Readonly<Record<string, number>>): string[] {
  const byCount = Object.entries(errors).sort(([, a], [, b]) => b - a);
  if (byCount.length === 0) return [];
  return ['Errors:', ...byCount.flatMap(([type, count]) => wrapped(`${type}: ${count}`, '  - ', '    '))];
}

function timingLines({ timing_breakdown: timing, wire, server, generator }: MetricResult): string[] {
  const lines: string[] = [];
  if (timing !== undefined) {
    lines.push(
      '',
      timingLine('Connection Time', timing.connection_time),
      timingLine('First Byte Time', timing.first_byte_time),
      timingLine('Download Time', timing.download_time),
    );
  }
  if (wire !== undefined) {
    lines.push(
      labelled('Connections Opened', grouped(wire.connections_opened, 0)),
      labelled('Wire Bytes Sent', perRequest(wire.bytes_sent_per_request)),
      labelled('Wire Bytes Received', perRequest(wire.bytes_received_per_request)),
    );
  }
  if (server !== undefined) {
    lines.push(
      labelled('Server CPU', unit(fixed(server.cpu_us_per_request, 1), 'us/request')),
      labelled('Server Memory', unit(grouped(server.max_rss_bytes / 1e6, 1), 'MB resident at most')),
    );
  }
  if (generator !== undefined) {
    const used = `${fixed(generator.used_percent, 0)}% of it used`;
    lines.push(labelled('Generator Ceiling', `${grouped(generator.ceiling_per_sec, 0)} req/s, ${used}`));
  }
  return lines;
}

function timingLine(label: string, figures: TimingFigures | null): string {
  if (figures === null) return labelled(label, NOT_AVAILABLE);
  const [average, p95] = [figures.avg, figures.p95].map((ms) => `${milliseconds(ms)} ms`);
  return labelled(label, `${average} on average, P95 ${p95} (${grouped(figures.count, 0)})`);
}

function perRequest(value: number): string {
  return Number.isFinite(value) ? `${grouped(value, 1)} bytes/request` : NOT_AVAILABLE;
}

function labelled(label: string, text: string): string {
  return `${label}:`.padEnd(LABEL_WIDTH) + text;
}

function unit(text: string, name: string): string {
  return text === NOT_AVAILABLE ? text : `${text} ${name}`;
}
