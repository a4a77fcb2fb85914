import type { RunResult } from '@benchwright/result-schema';

const METRICS = [
  'eventsOfferedPerSec',
  'eventsSentPerSec',
  'eventsAcknowledgedPerSec',
  'eventsReceivedPerSec',
  'eventsStored',
  'eventsMissing',
  'eventsDuplicated',
  'storedFiles',
  'storedBytes',
] as const;
const PERCENTILES = ['50', '90', '99', '99.9'] as const;

/** A line for the run, under a line of names: rates in events per second, times in nanoseconds; empty where nothing was measured. Pure. */
export function renderWefCsv(result: RunResult): string {
  const [cell] = result.cells;
  const delivery = result.slos[0];
  const columns: (readonly [name: string, value: string | number | null | undefined])[] = [
    ['run', result.run.id],
    ['started_at', result.run.startedAt],
    ['wire', text(cell?.factors.wire)],
    ['events', text(cell?.factors.events)],
    ['batch_size', text(cell?.factors.batchSize)],
    ['target_events_per_sec', text(cell?.factors.eventsPerSec)],
    ['batches_ok', cell?.counts.ok],
    ['batches_failed', cell?.counts.failed],
    ['batches_dropped', cell?.counts.dropped],
    ...METRICS.map((name) => [snake(name), cell?.metrics[name]?.estimate] as const),
    ...PERCENTILES.map((p) => [`response_p${p}_ns`, cell?.metrics.responseTimeNs?.percentiles?.[p]] as const),
    ...PERCENTILES.map(
      (p) => [`end_to_end_p${p}_ns`, cell?.metrics.endToEndDelayNs?.percentiles?.[p]] as const,
    ),
    ['delivered', delivery?.outcome],
    ['validity', result.validity.verdict],
  ];
  const names = columns.map(([name]) => name);
  return `${names.join(',')}\n${columns.map(([, value]) => field(value)).join(',')}\n`;
}

function text(value: unknown): string {
  return value === undefined || value === null ? '' : String(value);
}

function field(value: string | number | null | undefined): string {
  const written = text(value);
  return /[",\n\r]/.test(written) ? `"${written.replaceAll('"', '""')}"` : written;
}

function snake(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
