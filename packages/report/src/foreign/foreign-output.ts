import type { MetricReplicates, ReplicatesWarning } from '../compare/replicates.js';

export type ForeignTool =
  | 'autocannon'
  | 'go test -bench'
  | 'hyperfine'
  | 'k6'
  | 'oha'
  | 'vegeta'
  | 'wrk'
  | 'wrk2';

/** What the output of one tool says. */
export interface ForeignOutput {
  readonly tool: ForeignTool;
  readonly metrics: readonly MetricReplicates[];
  /** What the format does not carry, or this output lacks. */
  readonly lacks: readonly ReplicatesWarning[];
}

/** Tools that load a server measure one thing; it is called so whatever its address, which differs between two sides. */
const ONE_CELL = 'http';

/** A metric of a tool that makes one number a run. Missing, or no number: no metric. */
export function single(
  metric: string,
  statistic: string,
  unit: string,
  value: number | null,
): MetricReplicates[] {
  const better = unit.endsWith('/s') ? 'higher' : 'lower';
  return value === null || !Number.isFinite(value)
    ? []
    : [{ cell: ONE_CELL, metric, statistic, unit, better, values: [value] }];
}

/** Failed ÷ sent, where both are known. */
export function errorShare(failed: number, sent: number): MetricReplicates[] {
  return single('errorShare', 'failed ÷ sent', '1', sent > 0 ? failed / sent : null);
}

/** One run is one trial: no spread, so no interval and no verdict. */
export const ONE_TRIAL: ReplicatesWarning = {
  code: 'ONE_TRIAL',
  text: 'the output is of one run and keeps no trials: numbers, but no interval and no verdict; give several outputs a side (--base a1 --base a2 --head b1 …)',
};

/** Latency that begins when the request was sent leaves out the time it should have waited before. */
export const FROM_SEND: ReplicatesWarning = {
  code: 'LATENCY_FROM_SEND',
  text: 'latencies are counted from when a request was sent: a server that stalls looks better than it is (coordinated omission)',
};
