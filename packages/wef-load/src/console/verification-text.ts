import { Histogram } from '@benchwright/stats';
import type { StoredReport } from '../verify/stored-report.js';
import { grouped, heading, megabytes, RULE } from './number-text.js';

/** The S3 section of the original, with what makes it a proof: ids, delays, and every problem. */
export function verificationLines(report: StoredReport): string[] {
  const { files, problems } = report;
  const verdict =
    problems.length === 0
      ? '✓ S3 files verified successfully'
      : `✗ S3 verification failed: ${problems.length === 1 ? '1 problem' : `${problems.length} problems`}`;
  return [
    ...heading('S3 VERIFICATION'),
    verdict,
    ...problems.map(({ code, text }) => `  ${text} [${code}]`),
    `  Files found: ${grouped(files.count)}`,
    `  Total size: ${megabytes(files.bytes)}`,
    ...sampleLines(files),
    ...eventLines(report),
    ...delayLines(report),
    ...asideLines(report),
    RULE,
  ];
}

function sampleLines({ samples, count }: StoredReport['files']): string[] {
  if (samples.length === 0) return [];
  return [
    '  Sample files:',
    ...samples.map((key) => `    ${key}`),
    ...(count > samples.length ? ['    ...'] : []),
  ];
}

function eventLines({ events, identity }: StoredReport): string[] {
  const { rows, distinct, acknowledged, firstId, lastId, unacknowledged, outOfOrder } = events;
  const ids = firstId === null ? '' : `, record ids ${grouped(firstId)} to ${grouped(lastId ?? firstId)}`;
  return [
    `  Rows: ${grouped(rows)}, distinct events: ${identity === 'none' ? 'not known' : grouped(distinct)}${ids}`,
    `  Acknowledged events: ${grouped(acknowledged)}`,
    `  Missing: ${grouped(events.missing.count)} - Duplicated: ${grouped(events.duplicated.count)} - Foreign: ${grouped(events.foreign.count)} - Corrupt: ${grouped(events.corrupt.count)} - Late: ${grouped(events.late.count)}`,
    ...(unacknowledged > 0 ? [`  Stored though not acknowledged: ${grouped(unacknowledged)}`] : []),
    ...(outOfOrder > 0 ? [`  Out of order within their machine: ${grouped(outOfOrder)}`] : []),
  ];
}

function delayLines({ endToEndDelay, arrivalDelay }: StoredReport): string[] {
  return [...delayLine('Due to visible in S3', endToEndDelay), ...delayLine('Due to received', arrivalDelay)];
}

function delayLine(name: string, delay: StoredReport['endToEndDelay']): string[] {
  if (delay === null) return [];
  const histogram = Histogram.decode(delay.histogram, { measuredFrom: delay.measuredFrom, unit: 'ns' });
  const [p50, p99] = [0.5, 0.99].map((q) => seconds(Math.min(histogram.quantileValue(q), delay.max)));
  return [`  ${name}: p50 ${p50} - p99 ${p99} - max ${seconds(delay.max)}`];
}

function seconds(ns: number): string {
  return ns < 1e9 ? `${(ns / 1e6).toFixed(1)} ms` : `${(ns / 1e9).toFixed(2)} s`;
}

function asideLines({ stale, waitedMs, looks }: StoredReport): string[] {
  const times = looks === 1 ? 'once' : `${grouped(looks)} times`;
  return [
    ...(stale.files > 0
      ? [`  Files of earlier runs, not counted: ${grouped(stale.files)} (${grouped(stale.rows)} rows seen)`]
      : []),
    `  Waited: ${(waitedMs / 1000).toFixed(1)} s, looked ${times}`,
  ];
}
