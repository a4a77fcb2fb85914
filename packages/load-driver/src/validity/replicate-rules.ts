import type { TrialRecord, ValidityReason } from '@benchwright/result-schema';
import type { CellExpectation } from './rule.js';
import { REQUESTS_BEYOND_PERCENTILE } from './thresholds.js';

/** Fewer trials than planned. */
export function interrupted(
  _trials: readonly TrialRecord[],
  { planned, whole }: CellExpectation,
): ValidityReason | null {
  if (whole >= planned) return null;
  return {
    code: 'INTERRUPTED',
    verdict: whole === 0 ? 'invalid' : 'suspect',
    text: `${whole} of ${planned} trials are whole; the run was cut short`,
    hint: 'Go on where it stopped with --resume and the run folder.',
  };
}

/** The percentile asked for, of all trials of the cell together, must not be the story of a few requests. */
export function tooFewSamples(
  trials: readonly TrialRecord[],
  { percentile = 99 }: CellExpectation,
): ValidityReason | null {
  const answered = trials.reduce((sum, t) => sum + t.counts.ok, 0);
  const needed = requestsNeeded(percentile);
  if (answered === 0 || answered >= needed) return null;
  return {
    code: 'TOO_FEW_SAMPLES',
    verdict: 'suspect',
    text: `p${percentile} needs ${needed} answered requests, and there are ${answered}`,
    hint: 'Send more requests or measure longer, or look at a lower percentile.',
  };
}

/**
 * Answered requests that a percentile (0–100) needs for ten to lie beyond it: 10 ÷ (1 − p/100). The subtraction of the
 * tolerance keeps p90 at 100 and not at 101, although 1 − 0.9 is not exactly 0.1.
 */
export function requestsNeeded(percentile: number): number {
  return Math.ceil(REQUESTS_BEYOND_PERCENTILE / (1 - percentile / 100) - 1e-6);
}
