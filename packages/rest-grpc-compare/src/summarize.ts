import { type RunRecords, summarizeRun } from '@benchwright/load-driver';
import { type CellResult, type RunResult, type ValidityReason, validityOf } from '@benchwright/result-schema';
import { proxyReason } from './proxy.js';
import { compareContenders } from './summarize/compare-contenders.js';
import { suiteMetrics } from './summarize/suite-metrics.js';

/**
 * Folds the records of a run into its result: the metrics that every suite has, this suite's own, and the contenders
 * against each other by round. Pure.
 */
export function summarizeRestGrpc(records: RunRecords): RunResult {
  const result = summarizeRun(records, { extraMetrics: suiteMetrics });
  const ids = result.cells.map(({ id }) => id);
  const found = result.cells.flatMap((cell) => {
    const reason = proxyReason(cell.id, ids, records.trials);
    return reason === null ? [] : [{ cell: cell.id, reason }];
  });
  const reasonsOf = (cell: CellResult): ValidityReason[] =>
    found.filter((entry) => entry.cell === cell.id).map((entry) => entry.reason);
  return {
    ...result,
    cells: result.cells.map((cell) => ({
      ...cell,
      validity: validityOf([...cell.validity.reasons, ...reasonsOf(cell)]),
    })),
    // The probes of two searches ran at rates of their own: there are no rounds to compare.
    comparisons: result.cells.some((cell) => cell.search)
      ? []
      : compareContenders(result.cells, records.trials),
    validity: validityOf([
      ...result.validity.reasons,
      ...found.map(({ cell, reason }) => ({ ...reason, text: `${cell}: ${reason.text}` })),
    ]),
  };
}
