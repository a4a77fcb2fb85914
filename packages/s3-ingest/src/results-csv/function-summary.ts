import type { CellResult, Metric, RunResult } from '@benchwright/result-schema';
import { Histogram } from '@benchwright/stats';
import { batchOrMultipart, specOf } from '../design/cell-spec.js';
import { HANDLER_LATENCY } from '../runner/trial-figures.js';
import { METRICS } from '../summarize/metric-names.js';
import type { ResultRow } from './result-row.js';

/** What percentiles are of: percentiles of different trials do not add up, their histograms do. */
export type PercentileOf = 'all invocations' | 'median of trials';

/** One function over all of its trials. */
export interface FunctionSummary {
  readonly workload: string;
  readonly memoryMb: number;
  readonly batchOrMultipart: number;
  readonly reservedConcurrency: number;
  readonly trials: number;
  /** Null where only a results CSV is known, which does not say. */
  readonly invocations: number | null;
  readonly failed: number | null;
  readonly averageMs: number | null;
  readonly p95Ms: number;
  readonly p99Ms: number | null;
  readonly percentileOf: PercentileOf;
  /** 95 % interval over trials where histograms are known, else least and greatest trial. Null: one trial. */
  readonly p95IntervalMs: readonly [number, number] | null;
  /** Mean of trials. */
  readonly throughputObjPerSec: number;
  readonly bytesSum: number;
  /** For merging with others; null where only a CSV is known. */
  readonly histogram: string | null;
  readonly p95OfTrialsMs: readonly number[];
}

/** Of a results CSV. Pure. */
export function summariesOfRows(rows: readonly ResultRow[]): FunctionSummary[] {
  const groups = new Map<string, ResultRow[]>();
  for (const row of rows) {
    const key = [row.workload, row.memoryMb, row.batchOrMultipart, row.reservedConcurrency].join(' ');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return [...groups.values()].map(summaryOfRows).sort(byFactors);
}

function summaryOfRows(rows: readonly ResultRow[]): FunctionSummary {
  const [{ workload, memoryMb, batchOrMultipart, reservedConcurrency }] = rows as [ResultRow];
  const p95s = rows.map(({ p95Ms }) => p95Ms);
  return {
    ...{ workload, memoryMb, batchOrMultipart, reservedConcurrency },
    trials: rows.length,
    invocations: null,
    failed: null,
    averageMs: null,
    p95Ms: median(p95s),
    p99Ms: null,
    percentileOf: 'median of trials',
    p95IntervalMs: rows.length < 2 ? null : [Math.min(...p95s), Math.max(...p95s)],
    throughputObjPerSec: sum(rows.map((row) => row.throughputObjPerSec)) / rows.length,
    bytesSum: sum(rows.map((row) => row.bytesSum)),
    histogram: null,
    p95OfTrialsMs: p95s,
  };
}

/** Of a result, whose histograms are merged. Cells that stored nothing have no summary. Pure. */
export function summariesOfResult({ cells }: Pick<RunResult, 'cells'>): FunctionSummary[] {
  return cells.flatMap(summaryOfCell).sort(byFactors);
}

function summaryOfCell(cell: CellResult): FunctionSummary[] {
  const latency = cell.metrics[HANDLER_LATENCY];
  if (latency?.histogram === undefined) return [];
  const { workload, memoryMb, reservedConcurrency, ...spec } = specOf(cell);
  const percentile = (p: '95' | '99'): number => (latency.percentiles?.[p] ?? Number.NaN) / 1e6;
  const [low, high] = latency.percentileIntervals?.['95'] ?? [null, null];
  return [
    {
      ...{ workload, memoryMb, reservedConcurrency },
      batchOrMultipart: batchOrMultipart(spec),
      trials: cell.trials,
      invocations: cell.counts.sent,
      failed: cell.counts.failed,
      averageMs: (latency.mean ?? Number.NaN) / 1e6,
      p95Ms: percentile('95'),
      p99Ms: percentile('99'),
      percentileOf: 'all invocations',
      p95IntervalMs: low === null || high === null ? null : [low / 1e6, high / 1e6],
      throughputObjPerSec: cell.metrics[METRICS.objectsPerSec]?.estimate ?? 0,
      bytesSum: sum(trialsOf(cell.metrics[METRICS.objectBytes])),
      histogram: latency.histogram,
      p95OfTrialsMs: trialsOf(cell.metrics[METRICS.handlerP95]).map((ns) => ns / 1e6),
    },
  ];
}

/** p95 of several functions together: of their merged histograms, or where only trials are known their median. NaN for none. Pure. */
export function mergedP95Ms(summaries: readonly FunctionSummary[]): number {
  return (
    mergedPercentileMs(summaries, 0.95) ?? median(summaries.flatMap(({ p95OfTrialsMs }) => p95OfTrialsMs))
  );
}

/** A quantile (0–1) of all invocations of several functions; null where not all histograms are known. Pure. */
export function mergedPercentileMs(summaries: readonly FunctionSummary[], q: number): number | null {
  const encoded = summaries.map(({ histogram }) => histogram);
  if (encoded.length === 0 || encoded.includes(null)) return null;
  const meaning = { measuredFrom: 'other', unit: 'ns' } as const;
  const merged = new Histogram(meaning);
  for (const text of encoded) if (text !== null) merged.merge(Histogram.decode(text, meaning));
  return merged.quantileValue(q) / 1e6;
}

function trialsOf(metric: Metric | undefined): readonly number[] {
  return metric?.perTrial ?? [];
}

function byFactors(a: FunctionSummary, b: FunctionSummary): number {
  return (
    a.workload.localeCompare(b.workload) ||
    a.memoryMb - b.memoryMb ||
    a.batchOrMultipart - b.batchOrMultipart ||
    a.reservedConcurrency - b.reservedConcurrency
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle)] ?? Number.NaN)) / 2;
}
