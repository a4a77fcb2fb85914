import type { Environment, RunResult, Validity } from '@benchwright/result-schema';

/** The values of one metric of one cell, one a trial: what a comparison is made of. */
export interface MetricReplicates {
  readonly cell: string;
  readonly metric: string;
  /** What a value is of: `p50` of each trial, `rate` … */
  readonly statistic: string;
  readonly unit: string;
  readonly better: 'higher' | 'lower';
  readonly values: readonly number[];
}

/** What a reader of one side has to know. */
export interface ReplicatesWarning {
  readonly code: string;
  readonly text: string;
}

/** One side of a comparison, whatever tool measured it. */
export interface Replicates {
  /** How the user named it: a file, a folder, a name in the history. */
  readonly label: string;
  readonly tool: string;
  readonly metrics: readonly MetricReplicates[];
  /** What the result says of itself; null from tools that say nothing. */
  readonly validity: Validity | null;
  /** Where it was measured; null from tools that do not tell. */
  readonly environment: Environment | null;
  /** What this side lacks, such as trials. */
  readonly warnings?: readonly ReplicatesWarning[];
}

/** The per-trial values of a stored result. Metrics that kept none (older files, no whole trial) are left out. Pure. */
export function replicatesOf(result: RunResult, label: string): Replicates {
  const metrics = result.cells.flatMap((cell) =>
    Object.entries(cell.metrics).flatMap(
      ([metric, { statistic, unit, better, perTrial }]): MetricReplicates[] =>
        perTrial === undefined || perTrial.length === 0
          ? []
          : [{ cell: cell.id, metric, statistic, unit, better, values: perTrial }],
    ),
  );
  const { validity, environment } = result;
  return { label, tool: 'benchwright', metrics, validity, environment };
}
