import type { TrialRecord, ValidityReason } from '@benchwright/result-schema';
import { startUncertain } from './fleet-rules.js';
import { generatorFaults, generatorSaturated, sendLag } from './generator-rules.js';
import { clockStep, cpuSteal, cpuThrottled, thermalOrFrequency } from './machine-rules.js';
import { notSteady } from './not-steady.js';
import { interrupted, tooFewSamples } from './replicate-rules.js';
import { arrivalsDropped, nothingAnswered, rateNotReached, targetErrors } from './request-rules.js';
import type { CellExpectation, Rule } from './rule.js';
import { trialsDisagree } from './trials-disagree.js';

const RULES: readonly Rule[] = [
  generatorFaults,
  nothingAnswered,
  targetErrors,
  arrivalsDropped,
  rateNotReached,
  startUncertain,
  sendLag,
  generatorSaturated,
  cpuSteal,
  cpuThrottled,
  thermalOrFrequency,
  clockStep,
  notSteady,
  trialsDisagree,
  tooFewSamples,
  interrupted,
];

/** Why the figures of a cell must not simply be believed: every rule that speaks, about the worst trial. Empty when none does. Pure. */
export function judgeCell(trials: readonly TrialRecord[], expected: CellExpectation): ValidityReason[] {
  return RULES.map((rule) => rule(trials, expected)).filter((reason) => reason !== null);
}
