import { type RunRecords, summarizeRun } from '@benchwright/load-driver';
import { type CellResult, type RunResult, type ValidityReason, validityOf } from '@benchwright/result-schema';
import type { ProtocolId } from './plan.js';
import { proxyReason } from './proxy.js';
import { compareRounds } from './summarize/compare-rounds.js';
import { suiteMetrics } from './summarize/suite-metrics.js';

/**
 * Folds the records of a run into its result: the metrics that every suite has, this suite's own, and REST against gRPC
 * by round. Pure.
 */
export function summarizeRestGrpc(records: RunRecords): RunResult {
  const result = summarizeRun(records, { extraMetrics: suiteMetrics });
  const found = result.cells.flatMap((cell) => {
    const reason = proxyReason(cell.id as ProtocolId, records.trials);
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
    comparisons: result.cells.some((cell) => cell.search) ? [] : compareRounds(records.trials),
    validity: validityOf([
      ...result.validity.reasons,
      ...found.map(({ cell, reason }) => ({ ...reason, text: `${cell}: ${reason.text}` })),
    ]),
  };
}
