import { type FunctionSummary, mergedP95Ms, mergedPercentileMs } from './function-summary.js';

const UNKNOWN = 'not in a results CSV (give the run’s folder)';

/** The summary of the original: invocations, latencies, bytes, and a line per function. 80 columns. Pure. */
export function renderSummary(summaries: readonly FunctionSummary[]): string {
  return `${[
    'S3 INGESTION EXPERIMENT',
    '',
    ...overall(summaries),
    '',
    ...performance(summaries),
    '',
    ...transfer(summaries),
    '',
    ...table(summaries),
  ].join('\n')}\n`;
}

function overall(summaries: readonly FunctionSummary[]): string[] {
  const invocations = total(summaries.map((one) => one.invocations));
  const failed = total(summaries.map((one) => one.failed));
  const known = invocations !== null && failed !== null;
  return [
    'Overall',
    line('functions', String(summaries.length)),
    line('trials', String(summaries.reduce((sum, { trials }) => sum + trials, 0))),
    line('invocations', known ? String(invocations) : UNKNOWN),
    ...(known ? [line('successful', String(invocations - failed)), line('failed', String(failed))] : []),
  ];
}

function performance(summaries: readonly FunctionSummary[]): string[] {
  const sent = total(
    summaries.map(({ invocations, failed }) => (invocations === null ? null : invocations - (failed ?? 0))),
  );
  const time = total(
    summaries.map(({ averageMs, invocations, failed }) =>
      averageMs === null || invocations === null ? null : averageMs * (invocations - (failed ?? 0)),
    ),
  );
  const p99 = mergedPercentileMs(summaries, 0.99);
  const of = new Set(summaries.map(({ percentileOf }) => percentileOf));
  return [
    `Latency in the function (${[...of].join(', ')})`,
    line('average', sent === null || time === null ? UNKNOWN : milliseconds(time / sent)),
    line('p95', milliseconds(mergedP95Ms(summaries))),
    line('p99', p99 === null ? UNKNOWN : milliseconds(p99)),
  ];
}

function transfer(summaries: readonly FunctionSummary[]): string[] {
  const bytes = summaries.reduce((sum, { bytesSum }) => sum + bytesSum, 0);
  const rates = summaries.map(({ throughputObjPerSec }) => throughputObjPerSec);
  return [
    'Data',
    line('bytes stored', `${bytes} (${(bytes / 1e6).toFixed(1)} MB)`),
    line(
      'objects per second',
      `${Math.min(...rates).toFixed(1)} to ${Math.max(...rates).toFixed(1)} by function`,
    ),
  ];
}

function table(summaries: readonly FunctionSummary[]): string[] {
  const header = ['workload', 'memory', 'factor', 'reserved', 'trials', 'p95 ms', 'objects/s', 'MB stored'];
  const rows = summaries.map((one) => [
    one.workload,
    `${one.memoryMb} MB`,
    one.workload === 'events' ? `${one.batchOrMultipart} ev` : `${one.batchOrMultipart} MB`,
    one.reservedConcurrency === 0 ? '–' : String(one.reservedConcurrency),
    String(one.trials),
    one.p95Ms.toFixed(1),
    one.throughputObjPerSec.toFixed(1),
    (one.bytesSum / 1e6).toFixed(1),
  ]);
  const widths = header.map((name, i) => Math.max(name.length, ...rows.map((row) => row[i]!.length)));
  const padded = [header, ...rows].map((row) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  '),
  );
  return ['By function (– is unreserved)', ...padded.map((row) => `  ${row}`)];
}

function line(name: string, value: string): string {
  return `  ${name.padEnd(20)}${value}`;
}

function milliseconds(value: number): string {
  return `${value.toFixed(1)} ms`;
}

/** Null as soon as one is not known. */
function total(values: readonly (number | null)[]): number | null {
  return values.reduce<number | null>(
    (sum, value) => (sum === null || value === null ? null : sum + value),
    0,
  );
}
