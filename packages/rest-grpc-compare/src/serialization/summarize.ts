import {
  compareCells,
  percentileOf,
  type RunRecords,
  summarizeRun,
  trialMetric,
} from '@benchwright/load-driver';
import {
  type CellResult,
  type Comparison,
  type Metric,
  type PlanCell,
  type RunResult,
  type TrialRecord,
  type ValidityReason,
  validityOf,
} from '@benchwright/result-schema';
import { adjustForMany } from '../matrix/adjust-comparisons.js';
import { groupBy } from '../matrix/group-by.js';
import { serialFactorsOf } from './plan.js';

/** Name under which a trial's record holds what one message allocates. */
export const ALLOCATED_EXTRA = 'allocatedBytesPerMessage';

/** Batches enough for the middle one, which is the percentile looked at. */
const PERCENTILE = 50;

/**
 * Folds the records of a run into its result: time, size and garbage per message, and every codec against JSON.stringify or
 * JSON.parse for the same message and direction. Pure.
 */
export function summarizeSerialization(records: RunRecords): RunResult {
  const result = summarizeRun(records, { percentile: PERCENTILE });
  const planned = new Map(records.header.plan.cells.map((cell) => [cell.id, cell]));
  const cells = result.cells.map((cell): CellResult => {
    const trials = records.trials.filter((trial) => trial.cell === cell.id && !trial.interrupted);
    return {
      ...cell,
      metrics: messageMetrics(trials, planned.get(cell.id)!),
      validity: validityOf(cell.validity.reasons.filter(isOfUse)),
    };
  });
  return {
    ...result,
    cells,
    comparisons: adjustForMany(compareCodecs(cells)),
    validity: validityOf(result.validity.reasons.filter(isOfUse)),
  };
}

/** A busy generator is what is measured here: the work is done in it. */
function isOfUse({ code }: ValidityReason): boolean {
  return code !== 'GENERATOR_SATURATED';
}

function messageMetrics(all: readonly TrialRecord[], cell: PlanCell): Record<string, Metric> {
  const { batch } = serialFactorsOf(cell);
  const trials = all.filter(({ counts }) => counts.ok > 0);
  if (trials.length === 0) return {};
  const per = (
    unit: string,
    statistic: string,
    of: (trial: TrialRecord) => number,
    counted = false,
  ): Metric => trialMetric({ unit, better: 'lower', statistic, perTrial: trials.map(of), counted });
  return {
    nsPerMessage: per('ns', 'p50 of the batches', (t) => percentileOf(t, 'serviceTimeNs', 50) / batch),
    cpuNsPerMessage: per('ns', 'CPU time of all threads', (t) => cpuNs(t) / (t.counts.ok * batch)),
    bytesPerMessage: per('B', 'mean per message', (t) => t.bytes.body / (t.counts.ok * batch), true),
    allocatedBytesPerMessage: per('B', 'heap and buffers per message', (t) => t.extra[ALLOCATED_EXTRA] ?? 0),
    gcShare: per('1', 'time in garbage collection', (t) => t.health.gcPauseNs / t.durationNs),
  };
}

/** Of the whole process, its collector's threads included, and of reading the clock between batches. */
function cpuNs({ health, durationNs }: TrialRecord): number {
  return health.cpuShare * durationNs;
}

/** Codecs for the same message in the same direction, against the first of them. */
function compareCodecs(cells: readonly CellResult[]): Comparison[] {
  const groups = groupBy(cells, (cell) => {
    const { operation, message, direction } = serialFactorsOf(cell);
    return `${operation} ${message} ${direction}`;
  });
  return [...groups.values()].flatMap(([base, ...others]) =>
    base === undefined ? [] : others.flatMap((other) => compareCells(base, other, 'nsPerMessage') ?? []),
  );
}
