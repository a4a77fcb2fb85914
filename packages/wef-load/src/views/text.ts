import type { CellResult, Metric, RunResult } from '@benchwright/result-schema';
import { wrapped } from '../console/wrapped.js';

const RATES = [
  ['asked for', 'eventsPerSec'],
  ['offered', 'eventsOfferedPerSec'],
  ['sent', 'eventsSentPerSec'],
  ['acknowledged', 'eventsAcknowledgedPerSec'],
  ['received', 'eventsReceivedPerSec'],
] as const;

const LATENCIES = [
  ['batch, from due', 'responseTimeNs'],
  ['batch, from send', 'serviceTimeNs'],
  ['event, due to in S3', 'endToEndDelayNs'],
] as const;

/** A result at a glance, in at most 80 columns: was every event delivered, at which rate, how late. Pure. */
export function renderWefText(result: RunResult): string {
  const [cell] = result.cells;
  const blocks = [
    [`${result.suite} ${result.run.id}: ${result.validity.verdict}`, ...reasonLines(result)],
    ...(cell === undefined ? [] : [rateLines(cell), latencyLines(cell), countLines(cell)]),
    sloLines(result),
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function reasonLines({ validity }: RunResult): string[] {
  return validity.reasons.flatMap(({ code, text }) => wrapped(`${code}: ${plain(text)}`, '  ', '    '));
}

function rateLines({ factors, metrics, search }: CellResult): string[] {
  const lines = RATES.flatMap(([title, name]) => {
    const value = name === 'eventsPerSec' ? factors[name] : metrics[name]?.estimate;
    return typeof value === 'number' ? [`  ${title.padEnd(20)} ${grouped(value).padStart(12)}`] : [];
  });
  const found = search?.ratePerSec;
  const batchSize = factors.batchSize;
  if (typeof found === 'number' && typeof batchSize === 'number') {
    lines.push(`  ${'highest that meets slo'.padEnd(22)} ${grouped(found * batchSize).padStart(10)}`);
  }
  return lines.length === 0 ? [] : ['events per second', ...lines];
}

function latencyLines({ metrics }: CellResult): string[] {
  const lines = LATENCIES.flatMap(([title, name]) => {
    const metric = metrics[name];
    return metric?.percentiles === undefined ? [] : [latencyLine(title, metric)];
  });
  if (lines.length === 0) return [];
  return [
    `${'latency, ms'.padEnd(24)}${['p50', 'p90', 'p99', 'max'].map((name) => name.padStart(10)).join('')}`,
    ...lines,
  ];
}

function latencyLine(title: string, { percentiles = {}, max }: Metric): string {
  const values = [percentiles['50'], percentiles['90'], percentiles['99'], max];
  return `  ${title.padEnd(22)}${values.map((ns) => milliseconds(ns).padStart(10)).join('')}`;
}

function countLines({ counts, metrics }: CellResult): string[] {
  const errors = Object.entries(counts.errors).map(([name, n]) => `${name} ${n}`);
  const stored = metrics.eventsStored?.estimate;
  return [
    `batches: ${counts.ok} acknowledged, ${counts.failed} failed, ${counts.dropped} never sent`,
    ...(errors.length > 0 ? [`  ${plain(errors.join(', '))}`] : []),
    ...(typeof stored === 'number'
      ? [`stored: ${grouped(stored)} events in ${metrics.storedFiles?.estimate ?? '?'} files`]
      : []),
  ];
}

function sloLines({ slos }: RunResult): string[] {
  return slos.flatMap(({ id, outcome, text }) =>
    wrapped(`${outcome.toUpperCase()} ${id}: ${plain(text)}`, '', '  '),
  );
}

function milliseconds(ns: number | undefined): string {
  return ns === undefined ? '–' : (ns / 1e6).toFixed(ns < 1e7 ? 2 : 1);
}

function grouped(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** What came from outside must not move a cursor. */
function plain(text: string): string {
  return text.replaceAll(/[^\P{Cc}]/gu, ' ');
}
