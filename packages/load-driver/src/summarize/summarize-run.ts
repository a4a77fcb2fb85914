import {
  type Calibration,
  type CellResult,
  type Comparison,
  type Metric,
  type PlanCell,
  type RunResult,
  type SloResult,
  type TrialRecord,
  validityOf,
} from '@benchwright/result-schema';
import { judgeCeiling } from '../ceiling/ceiling-share.js';
import { judgeSearch } from '../search/judge-search.js';
import { summarizeSearchCell } from '../search/summarize-search.js';
import { judgeSlo, judgeUnmatched } from '../slo/judge-slo.js';
import type { SloCondition } from '../slo/slo.js';
import { highestPercentile, sloOf } from '../slo/slo-field.js';
import type { RunRecords } from '../suite/suite.js';
import { judgeCell } from '../validity/judge-cell.js';
import { cellMetrics } from './cell-metrics.js';
import { mergeCounts } from './merge-counts.js';
import { holdAgainstNoise } from './noise-floor.js';

export interface SummarizeHooks {
  /** Metrics of the suite's own, beside the common ones. */
  readonly extraMetrics?: (trials: readonly TrialRecord[], cell: PlanCell) => Record<string, Metric>;
  /**
   * The percentile (0–100) that the suite's readers look at: a cell with too few requests for it is suspect. Default 99; that of
   * the SLO when it is higher.
   */
  readonly percentile?: number;
  readonly compare?: (cells: readonly CellResult[]) => Comparison[];
}

/**
 * Folds the records of a run into its result. Pure: the same records give the same result, now or in a year.
 * Interrupted trials are counted and shown as such but carry no figure: a cut-short trial is not a replicate. Where a
 * cell has nothing else, their counts at least are kept. Each cell is judged by the `slo` of the run's config, if it has that field
 * (`sloField`).
 */
export function summarizeRun(records: RunRecords, hooks: SummarizeHooks = {}): RunResult {
  const { header, calibration } = records;
  const slo = sloOf(header.config);
  const percentile = Math.max(hooks.percentile ?? 99, highestPercentile(slo) ?? 0);
  const cells = header.plan.cells.map((cell) => summarizeCell(cell, records, { ...hooks, percentile }));
  return {
    schemaVersion: 1,
    suite: header.suite,
    run: {
      id: header.id,
      startedAt: header.startedAt,
      finishedAt: records.finishedAt,
      outcome: records.outcome,
      seed: header.seed,
      command: header.command,
      config: header.config,
    },
    environment: header.environment,
    cells,
    ...(calibration ? { calibration: usedOf(calibration) } : {}),
    comparisons: holdAgainstNoise(hooks.compare?.(cells) ?? [], calibration),
    slos: [...cells.flatMap((cell) => slosOf(cell, slo, records.trials)), ...judgeUnmatched(slo, cells)],
    validity: validityOf(distinctReasons(cells)),
    artifacts: [],
  };
}

function summarizeCell(cell: PlanCell, records: RunRecords, hooks: SummarizeHooks): CellResult {
  const { search } = cell;
  if (search) return summarizeSearchCell({ ...cell, search }, records, hooks.extraMetrics);
  const all = records.trials.filter((trial) => trial.cell === cell.id).sort((a, b) => a.trial - b.trial);
  const whole = all.filter((trial) => !trial.interrupted);
  const used = whole.length > 0 ? whole : all;
  const { percentile = 99 } = hooks;
  const judged = judgeCeiling(cell.id, used, records.ceilings);
  const expected = { planned: cell.trialLoads.length, whole: whole.length, percentile };
  return {
    id: cell.id,
    factors: cell.factors,
    trials: whole.length,
    plannedTrials: cell.trialLoads.length,
    interruptedTrials: all.length - whole.length,
    validity: validityOf([...judgeCell(used, expected), ...(judged?.reasons ?? [])]),
    counts: mergeCounts(used),
    metrics: { ...cellMetrics(used), ...hooks.extraMetrics?.(used, cell) },
    ...(judged === null ? {} : { ceiling: judged.ceiling }),
    series: used.map(({ trial, series }) => ({ trial, series })),
    health: used.map(({ trial, health, target }) => ({ trial, health, target })),
  };
}

function slosOf(
  cell: CellResult,
  slo: readonly SloCondition[],
  records: readonly TrialRecord[],
): SloResult[] {
  if (cell.search) return judgeSearch(cell);
  const whole = records.filter((trial) => trial.cell === cell.id && !trial.interrupted);
  return judgeSlo(slo, cell, whole);
}

/** What of a calibration comparisons are held against. */
function usedOf({ at, fingerprint, noise }: Calibration): NonNullable<RunResult['calibration']> {
  return { at, fingerprint, noise };
}

/** The reasons of all cells, each saying which cell it is about. */
function distinctReasons(cells: readonly CellResult[]): CellResult['validity']['reasons'] {
  return cells.flatMap((cell) =>
    cell.validity.reasons.map((reason) => ({ ...reason, text: `${cell.id}: ${reason.text}` })),
  );
}
