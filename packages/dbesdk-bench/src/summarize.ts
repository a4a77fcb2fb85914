import { type RunRecords, summarizeRun } from '@benchwright/load-driver';
import { type CellResult, type RunResult, type ValidityReason, validityOf } from '@benchwright/result-schema';
import { specOf } from './cell-spec.js';
import { compareDbesdkCells } from './summarize/compare-cells.js';
import { suiteMetrics } from './summarize/suite-metrics.js';
import { believedReasons } from './summarize/suite-reasons.js';

/** The median is what the tables lead with; a percentile that rests on too few operations is left out of them instead. */
const PERCENTILE = 50;

/** Folds the records of a run into its result: what every suite has, and this suite's own figures and verdicts. Pure. */
export function summarizeDbesdk(records: RunRecords): RunResult {
  const result = summarizeRun(records, {
    extraMetrics: (trials, cell) => suiteMetrics(trials, specOf(cell)),
    percentile: PERCENTILE,
    compare: compareDbesdkCells,
  });
  const cells = result.cells.map(
    (cell): CellResult => ({ ...cell, validity: validityOf(believedReasons(cell, specOf(cell))) }),
  );
  return { ...result, cells, validity: validityOf(cells.flatMap(reasonsWithCell)) };
}

function reasonsWithCell({ id, validity }: CellResult): ValidityReason[] {
  return validity.reasons.map((reason) => ({ ...reason, text: `${id}: ${reason.text}` }));
}
