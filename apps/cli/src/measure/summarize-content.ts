import { isMeasured, type RunRecords, type Suite } from '@benchwright/load-driver';
import type { Plan, RecordLogContent, RunHeader, RunResult, TrialRecord } from '@benchwright/result-schema';

/** The result of a record log, as far as it goes. Pure: the same records give the same result, now or in a year. */
export function summarizeContent(suite: Suite, content: RecordLogContent): RunResult {
  const { header, end } = content;
  if (header === null) throw new Error('a record log without a run header cannot be summarised');
  return suite.summarize({
    header,
    trials: inPlanOrder(header.plan, content.trials),
    ceilings: content.ceilings,
    calibration: content.calibration,
    finishedAt: end?.finishedAt ?? null,
    outcome: outcomeOf(header, content),
  });
}

/** A log without an end is that of a run that was killed, or one whose last part is missing. */
function outcomeOf(header: RunHeader, { end, trials }: RecordLogContent): RunRecords['outcome'] {
  if (end !== null) return end.outcome;
  return isMeasured(header.plan, trials) ? 'completed' : 'interrupted';
}

function inPlanOrder(plan: Plan, trials: readonly TrialRecord[]): TrialRecord[] {
  const position = new Map(plan.order.map(({ cell, trial }, index) => [`${trial} ${cell}`, index]));
  const at = ({ cell, trial }: TrialRecord): number => position.get(`${trial} ${cell}`) ?? plan.order.length;
  return [...trials].sort((a, b) => at(a) - at(b));
}
