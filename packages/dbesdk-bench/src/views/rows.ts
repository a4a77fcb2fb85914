import type { CellResult, Metric } from '@benchwright/result-schema';
import type { CellSpec } from '../cell-spec.js';
import { alignColumns } from './columns.js';

/** A cell with what it measures. */
export interface Row {
  readonly cell: CellResult;
  readonly spec: CellSpec;
  /** What sets it apart from the others beside test and size. */
  readonly label: string;
}

/** `±` half the width of a metric's interval, in per cent; empty where there is none. */
export function spread({ estimate, interval: [low, high] }: Metric): string {
  if (estimate === null || low === null || high === null || estimate === 0) return '';
  return `±${Math.round((50 * (high - low)) / estimate)}%`;
}

/** A titled table; nothing when it has no rows. */
export function titled(
  title: string,
  header: readonly string[],
  rows: readonly (readonly string[])[],
  labels: number,
): string[] {
  return rows.length === 0
    ? []
    : [title, ...alignColumns([header, ...rows], labels).map((line) => `  ${line}`)];
}

/** Ascending sizes, otherwise in the order of the plan. */
export function bySize(rows: readonly Row[]): Row[] {
  return [...rows].sort((a, b) => a.spec.dataSize - b.spec.dataSize);
}
