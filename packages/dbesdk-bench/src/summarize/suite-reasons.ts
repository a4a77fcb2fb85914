import type { CellResult, ValidityReason } from '@benchwright/result-schema';
import type { CellSpec } from '../cell-spec.js';
import { WRONG_RESULT } from '../wrong-result.js';

/** What a memory cell is read for are peaks: how steady its few operations were in time is nobody's question. */
const ABOUT_TIME = new Set([
  'TOO_FEW_SAMPLES',
  'TRIALS_DISAGREE',
  'NOT_STEADY',
  'THERMAL_OR_FREQUENCY',
  'CPU_STEAL',
  'CLOCK_STEP',
]);

/**
 * The reasons against a cell that hold for this suite. Without a table the work is done in this process, so that being busy all the
 * time is what is measured and no fault of the generator. A single wrong result is worse than any delay. Pure.
 */
export function believedReasons(cell: CellResult, spec: CellSpec): ValidityReason[] {
  const kept = cell.validity.reasons.filter(
    ({ code }) =>
      !(code === 'GENERATOR_SATURATED' && spec.store === 'none') &&
      !(spec.test === 'memory' && ABOUT_TIME.has(code)),
  );
  const wrong = cell.counts.errors[WRONG_RESULT] ?? 0;
  if (wrong === 0) return kept;
  const reason: ValidityReason = {
    code: WRONG_RESULT,
    verdict: 'invalid',
    text: `${wrong} of the results that were checked are not what they must be`,
    hint: 'What is fast and wrong is not fast. Report this with the run’s records.',
  };
  return [reason, ...kept];
}
