import { compareCells, type RunRecords, summarizeRun } from '@benchwright/load-driver';
import { type CellResult, type Comparison, type RunResult, validityOf } from '@benchwright/result-schema';
import { adjustForMany } from './adjust-comparisons.js';
import { gridOf } from './grid.js';
import { linkReasons } from './link-reasons.js';
import { matrixMetrics } from './metrics.js';

/** What protocols are compared by in every cell. */
const COMPARED = ['responseTimeNs', 'requestsPerSec', 'targetCpuNs', 'targetRssBytes'] as const;

/** Middle response times are what the matrix is about; trials over a slow network have too few answers for more. */
const PERCENTILE = 50;

/**
 * Folds the records of a run into its result: what every suite has, server and client CPU and memory per request, messages, the link, and every
 * pair of protocols at every point of the grid, winners adjusted for the number of comparisons. Pure.
 */
export function summarizeMatrix(records: RunRecords): RunResult {
  const result = summarizeRun(records, { extraMetrics: matrixMetrics, percentile: PERCENTILE });
  const planned = new Map(records.header.plan.cells.map((cell) => [cell.id, cell]));
  const found = result.cells.flatMap((cell) => {
    const plan = planned.get(cell.id);
    const trials = records.trials.filter((trial) => trial.cell === cell.id && !trial.interrupted);
    return plan === undefined ? [] : linkReasons(plan, trials).map((reason) => ({ cell: cell.id, reason }));
  });
  const cells = result.cells.map((cell): CellResult => {
    const own = found.filter((entry) => entry.cell === cell.id).map(({ reason }) => reason);
    return { ...cell, validity: validityOf([...cell.validity.reasons, ...own]) };
  });
  return {
    ...result,
    cells,
    comparisons: adjustForMany(comparePoints(cells)),
    validity: validityOf([
      ...result.validity.reasons,
      ...found.map(({ cell, reason }) => ({ ...reason, text: `${cell}: ${reason.text}` })),
    ]),
  };
}

/** Every pair of protocols at every point, by every figure that both have in every round. */
function comparePoints(cells: readonly CellResult[]): Comparison[] {
  return gridOf(cells).flatMap(({ points }) =>
    points.flatMap((point) =>
      COMPARED.flatMap((metric) =>
        point.cells.flatMap((base, i) =>
          point.cells.slice(i + 1).flatMap((head) => compareCells(base, head, metric) ?? []),
        ),
      ),
    ),
  );
}
