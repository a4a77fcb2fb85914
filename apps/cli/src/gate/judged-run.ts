import { type JudgedCell, type Measurement, measureSlo, type SloCondition } from '@benchwright/load-driver';
import type { RunResult, TrialRecord } from '@benchwright/result-schema';

/** A run as a gate looks at it. */
export interface JudgedRun {
  /** How the user named it. */
  readonly label: string;
  readonly result: RunResult;
  /** Empty where only the result was kept. */
  readonly trials: readonly TrialRecord[];
}

/** The cells of a run with how each is measured. Pure. */
export function judgedCells({ result, trials }: JudgedRun): JudgedCell[] {
  return result.cells.map((cell) => {
    const measuredBy =
      cell.search !== undefined ? 'search' : trials.length === 0 && cell.trials > 0 ? 'metrics' : 'trials';
    const { id, validity, factors, metrics } = cell;
    return { id, validity, factors, metrics, measuredBy };
  });
}

/** The whole trials of a cell. */
export function wholeTrials({ trials }: JudgedRun, cell: string): TrialRecord[] {
  return trials.filter((trial) => trial.cell === cell && !trial.interrupted);
}

/** The figure that a condition is about, in one cell of a run. */
export function measureIn(run: JudgedRun, condition: SloCondition, cell: JudgedCell): Measurement {
  return measureSlo(condition, cell, wholeTrials(run, cell.id));
}
