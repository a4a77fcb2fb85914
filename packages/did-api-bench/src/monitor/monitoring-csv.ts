import type { MonitoringSample } from './monitoring-sample.js';

/** The guide's three columns first, as its monitor.sh writes them; then what `ps` did not tell. */
export const MONITORING_COLUMNS = [
  'timestamp',
  'cpu',
  'mem',
  'pid',
  'rss_bytes',
  'threads',
  'open_files',
  'connections',
  'storage_read_bytes_per_sec',
  'storage_written_bytes_per_sec',
  'network_received_bytes_per_sec',
  'network_sent_bytes_per_sec',
] as const;

/** A sample as the fields of a row of monitoring.csv; percentages with one decimal, as ps prints them. Pure. */
export function monitoringRow(pid: number, sample: MonitoringSample): (string | number | null)[] {
  const whole = (value: number | null): number | null => (value === null ? null : Math.round(value));
  return [
    timestampText(sample.atMs),
    Number(sample.cpuPercent.toFixed(1)),
    Number(sample.memPercent.toFixed(1)),
    pid,
    sample.rssBytes,
    sample.threads,
    sample.openFiles,
    sample.connections,
    whole(sample.storageReadBytesPerSec),
    whole(sample.storageWrittenBytesPerSec),
    whole(sample.networkReceivedBytesPerSec),
    whole(sample.networkSentBytesPerSec),
  ];
}

/** `2026-11-21 10:38:14`, the guide's form, in UTC. */
function timestampText(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 19).replace('T', ' ');
}
