import { Histogram } from '@benchwright/stats';
import type { ReportInput, TrialFacts } from '../input/report-input.js';

const FORMAT = '#[Histogram log format version 1.3]';
const COLUMNS = '"StartTimestamp","Interval_Length","Interval_Max","Interval_Compressed_Histogram"';

/** Values are nanoseconds; the column Interval_Max is in milliseconds, as the Java writer has it by default. */
const MAX_VALUE_UNIT = 1e6;

/** Metrics that are latencies of requests, and what their lines are tagged with behind the cell. */
const LOGGED: readonly (readonly [metric: string, suffix: string])[] = [
  ['responseTimeNs', ''],
  ['serviceTimeNs', ':service'],
];

interface LogLine {
  readonly tag: string;
  /** Since the start of the log. */
  readonly startSec: number;
  readonly lengthSec: number;
  readonly histogram: string;
}

/**
 * An HdrHistogram log (version 1.3), as HistogramLogAnalyzer, HdrHistogram's HistogramLogProcessor and others read it: a line per
 * trial and cell, tagged with the cell (`:service` behind it for service times), or per interval where the records keep a
 * histogram for each. Times are seconds since `BaseTime`; values nanoseconds. Without records a cell is one line, as long as its
 * answers took at its rate. Pure; O(buckets).
 */
export function renderHlog(input: ReportInput): string {
  const startMs = Math.min(
    Date.parse(input.result.run.startedAt),
    ...input.trials.map((trial) => trial.startedAtMs),
  );
  const lines = input.trials.length > 0 ? trialLines(input, startMs) : cellLines(input);
  const startSec = (startMs / 1000).toFixed(3);
  const start = [
    `#[BaseTime: ${startSec} (seconds since epoch)]`,
    `#[StartTime: ${startSec} (seconds since epoch), ${new Date(startMs).toISOString()}]`,
  ];
  const rows = lines.sort((a, b) => a.startSec - b.startSec).map(rowOf);
  return `${[FORMAT, '#[Logged by benchwright, values in nanoseconds]', ...start, COLUMNS, ...rows].join('\n')}\n`;
}

function trialLines({ trials }: ReportInput, startMs: number): LogLine[] {
  return trials.flatMap((trial) => {
    const startSec = (trial.startedAtMs - startMs) / 1000;
    return LOGGED.flatMap(([metric, suffix]): LogLine[] => {
      const tag = tagOf(trial.cell) + suffix;
      if (metric === 'responseTimeNs' && trial.intervalHistograms.length > 1)
        return intervalLines(trial, tag, startSec);
      const histogram = trial.histograms[metric];
      return histogram === undefined ? [] : [{ tag, startSec, lengthSec: trial.durationNs / 1e9, histogram }];
    });
  });
}

function intervalLines(
  { intervalHistograms, intervalNs, durationNs }: TrialFacts,
  tag: string,
  startSec: number,
): LogLine[] {
  return intervalHistograms.flatMap((histogram, i): LogLine[] => {
    // The last interval is seldom whole, and a rate is a count divided by this length.
    const lengthNs = Math.min(intervalNs, durationNs - i * intervalNs);
    return histogram === '' || lengthNs <= 0
      ? []
      : [{ tag, startSec: startSec + (i * intervalNs) / 1e9, lengthSec: lengthNs / 1e9, histogram }];
  });
}

function cellLines({ result }: ReportInput): LogLine[] {
  return result.cells.flatMap(({ id, metrics, counts }) => {
    const rate = metrics.requestsPerSec?.estimate ?? 0;
    const lengthSec = rate > 0 ? counts.ok / rate : 0;
    return LOGGED.flatMap(([metric, suffix]): LogLine[] => {
      const histogram = metrics[metric]?.histogram;
      return histogram === undefined ? [] : [{ tag: tagOf(id) + suffix, startSec: 0, lengthSec, histogram }];
    });
  });
}

/** A tag ends at the first comma, and readers split lines at blanks. */
function tagOf(cell: string): string {
  return cell.replace(/[^\p{L}\p{N}._:=/+-]+/gu, '_');
}

function rowOf({ tag, startSec, lengthSec, histogram }: LogLine): string {
  const max = Histogram.decode(histogram).max / MAX_VALUE_UNIT;
  return `Tag=${tag},${startSec.toFixed(3)},${lengthSec.toFixed(3)},${max.toFixed(3)},${histogram}`;
}
