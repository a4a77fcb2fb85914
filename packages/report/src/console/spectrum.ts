import type { Metric } from '@benchwright/result-schema';
import { metricName } from '../scale/metric-name.js';
import { formatIn, scaleTime } from '../scale/scale.js';
import type { Line } from '../text/line.js';
import { type Column, table } from '../text/table.js';
import { terminalSafe } from '../text/terminal-safe.js';

// What a narrow terminal gives up first: the median, p99 and the maximum tell most.
const DROP: Readonly<Record<string, number>> = { '99.99': 6, '95': 5, '90': 4, '99.9': 3 };

/** The latency distributions of a cell, all requests of all trials together: one row per latency, one unit for all. */
export function spectrumLines(metrics: Readonly<Record<string, Metric>>, columns: number): Line[] {
  const latencies = Object.entries(metrics).filter(([, m]) => m.unit === 'ns' && m.percentiles !== undefined);
  if (latencies.length === 0) return [];
  const keys = [...new Set(latencies.flatMap(([, { percentiles }]) => Object.keys(percentiles ?? {})))].sort(
    (a, b) => Number(a) - Number(b),
  );
  const values = latencies.map(([, { percentiles, max }]) => [
    ...keys.map((key) => percentiles?.[key] ?? null),
    max ?? null,
  ]);
  const scale = scaleTime(values.flat());
  const head: Column[] = [
    { title: `all requests, ${scale.unit}`, align: 'left', minWidth: 12 },
    ...keys.map((key) => percentileColumn(key)),
    { title: 'max', align: 'right' },
  ];
  const rows = latencies.map(([key], row) => [
    metricName(key),
    ...(values[row] ?? []).map((value) => formatIn(scale, value)),
  ]);
  return table(head, rows, columns, 2);
}

function percentileColumn(key: string): Column {
  const drop = DROP[key];
  return { title: `p${terminalSafe(key)}`, align: 'right', ...(drop === undefined ? {} : { drop }) };
}
