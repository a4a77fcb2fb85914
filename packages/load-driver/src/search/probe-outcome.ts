import type { SearchProbe, TrialRecord } from '@benchwright/result-schema';
import { checkSlo } from '../slo/check-slo.js';
import type { SloCondition } from '../slo/slo.js';
import { judgeCell } from '../validity/judge-cell.js';

/** A backlog or drops: whatever the latency of the rest, the rate was not carried. */
const NOT_CARRIED = new Set(['RATE_NOT_REACHED', 'ARRIVALS_DROPPED', 'NOTHING_ANSWERED']);
/** The generator gave out. */
const GENERATOR = new Set(['GENERATOR_SATURATED', 'SEND_LAG']);
/** Its machine did, if so much that the trial is invalid: a core that is a tenth slower for a moment explains no backlog. */
const MACHINE = new Set(['CPU_STEAL', 'CPU_THROTTLED', 'CLOCK_STEP', 'THERMAL_OR_FREQUENCY']);

/**
 * What a probe says about its rate. Met: every condition holds and the rate was carried; a generator in trouble can only make that
 * harder. Not met while the generator was in trouble says nothing about the target. Pure.
 */
export function probeOutcome(slo: readonly SloCondition[], record: TrialRecord): SearchProbe {
  const reasons = judgeCell([record], { planned: 1, whole: 1, percentile: 0 });
  const problems = [
    ...checkSlo(slo, record)
      .filter((finding) => !finding.met)
      .map((finding) => finding.text),
    ...reasons.filter(({ code }) => NOT_CARRIED.has(code)).map(({ code, text }) => `${code}: ${text}`),
  ];
  const generator = reasons.filter(
    ({ code, verdict }) => GENERATOR.has(code) || (MACHINE.has(code) && verdict === 'invalid'),
  );
  const lost = (record.faults ?? []).map(({ code, text }) => `${code}: ${text}`);
  const blamed = [...lost, ...generator.map(({ code, text }) => `${code}: ${text}`)];
  const met = problems.length === 0 && lost.length === 0;
  return {
    probe: record.trial,
    ratePerSec: rateOf(record),
    outcome: met ? 'met' : blamed.length > 0 ? 'generator' : 'missed',
    text: met ? '' : [...blamed, ...problems].join('; '),
  };
}

function rateOf({ load }: TrialRecord): number {
  if (load.model !== 'constant' && load.model !== 'poisson') {
    throw new Error(`a probe offers a constant or Poisson load, not ${load.model}`);
  }
  return load.ratePerSec;
}
