import type { TrialRecord } from '@benchwright/result-schema';
import { runMemoryTrial } from './memory-trial.js';
import type { ProbeRequest } from './probe-protocol.js';
import { runStagesTrial } from './stages-trial.js';

/** Runs the trial of a cell that needs a process of its own. */
export function runProbeTrial(request: ProbeRequest, signal: AbortSignal): Promise<TrialRecord> {
  return request.options.spec.test === 'stages'
    ? runStagesTrial(request, signal)
    : runMemoryTrial(request, signal);
}
