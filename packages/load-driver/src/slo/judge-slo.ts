import type { SloResult, TrialRecord, Validity } from '@benchwright/result-schema';
import { meanInterval, proportionInterval } from '@benchwright/stats';
import { percentileOf } from '../record/read-distribution.js';
import { mergeDistributions } from '../summarize/merge-distributions.js';
import { finiteOrNull } from '../summarize/trial-metric.js';
import { requestsNeeded } from '../validity/replicate-rules.js';
import { holds } from './check-slo.js';
import type { SloCondition, SloSubject } from './slo.js';
import { amountText, UNITS } from './slo-text.js';

/** The cell that is judged. */
export interface JudgedCell {
  readonly id: string;
  readonly validity: Validity;
}

/** A figure of all trials together, with how far it may be off. Ends that are not known are infinite. */
interface Measured {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Why a condition that holds is not shown all the same; null when nothing speaks against it. */
  readonly thin: string | null;
}

const CONFIDENCE = 0.95;

/**
 * Judges a cell by each condition, on its whole trials together: `pass` or `fail` where the 95 % interval lies wholly on one side
 * of the limit, `not-shown` where it does not or rests on too little, `no-data` where nothing was measured. A cell that is invalid passes
 * nothing. Pure; O(conditions × trials × buckets).
 */
export function judgeSlo(
  slo: readonly SloCondition[],
  cell: JudgedCell,
  trials: readonly TrialRecord[],
): SloResult[] {
  return slo.map((condition) => {
    const measured = measuredOf(condition, trials);
    const { subject, operator, value: limit, text: id } = condition;
    const about = { id, cell: cell.id, unit: UNITS[subject.kind], operator, limit, n: trials.length };
    if (measured === null) {
      const text = trials.length === 0 ? 'no whole trial was measured' : 'nothing was answered';
      return { ...about, outcome: 'no-data', text, value: null };
    }
    const { outcome, why } = outcomeOf(condition, measured, cell.validity);
    const { value, low, high } = measured;
    const interval: [number | null, number | null] = [finiteOrNull(low), finiteOrNull(high)];
    const said = measuredText(subject, measured, trials.length);
    const text = why === null ? said : `${said}; ${why}`;
    return { ...about, outcome, text, value, interval, confidence: CONFIDENCE };
  });
}

function outcomeOf(
  condition: SloCondition,
  { low, high, thin }: Measured,
  validity: Validity,
): { outcome: 'pass' | 'fail' | 'not-shown'; why: string | null } {
  const ends = [low, high].map((end) => holds(condition, end));
  if (ends.every((end) => !end) && Number.isFinite(low + high)) return { outcome: 'fail', why: null };
  if (thin !== null) return { outcome: 'not-shown', why: thin };
  if (ends.some((end) => !end)) {
    return {
      outcome: 'not-shown',
      why: 'the limit lies within the interval: more trials, or longer ones, narrow it',
    };
  }
  if (validity.verdict !== 'invalid') return { outcome: 'pass', why: null };
  const codes = validity.reasons.filter(({ verdict }) => verdict === 'invalid').map(({ code }) => code);
  return { outcome: 'not-shown', why: `but the cell is invalid (${codes.join(', ')})` };
}

function measuredOf(condition: SloCondition, trials: readonly TrialRecord[]): Measured | null {
  const { subject } = condition;
  if (trials.length === 0) return null;
  switch (subject.kind) {
    case 'latency':
      return latencyOf(subject, trials);
    case 'share':
      return shareOf(condition, subject.of, trials);
    case 'rate': {
      const perTrial = trials.map(({ counts, durationNs }) => (counts.ok * 1e9) / durationNs);
      return overTrials(perTrial.reduce((sum, rate) => sum + rate, 0) / trials.length, perTrial);
    }
  }
}

function latencyOf(
  { of, statistic }: Extract<SloSubject, { kind: 'latency' }>,
  trials: readonly TrialRecord[],
): Measured | null {
  const merged = mergeDistributions(trials, of);
  if (merged === null || merged.moments.n === 0) return null;
  const { histogram, moments } = merged;
  const answered = trials.filter((trial) => (trial.distributions[of]?.count ?? 0) > 0);
  switch (statistic.name) {
    case 'max':
      return fact(moments.max);
    case 'mean':
      return overTrials(
        moments.mean,
        answered.map((trial) => trial.distributions[of]!.mean),
      );
    case 'percentile': {
      const { percentile } = statistic;
      const value = Math.min(histogram.quantileValue(percentile / 100), moments.max);
      const perTrial = answered.map((trial) => percentileOf(trial, of, percentile));
      return { ...overTrials(value, perTrial), ...thinPercentile(percentile, moments.n, perTrial.length) };
    }
  }
}

/** A percentile on a few requests is their story, and too low rather than too high: it may fail a condition, but not pass one. */
function thinPercentile(percentile: number, answered: number, trials: number): Pick<Measured, 'thin'> {
  const needed = requestsNeeded(percentile);
  if (answered < needed) {
    return { thin: `p${percentile} needs ${needed} answered requests, and there are ${answered}` };
  }
  return { thin: tooFewTrials(trials) };
}

function tooFewTrials(trials: number): string | null {
  return trials < 2 ? 'one trial shows no interval: it takes 2, better 5 (--trials)' : null;
}

/**
 * By requests (Wilson: 0 of 1000 may still be 0.4 %) and by trials, whichever reaches further. A limit of 0 is a question of fact: not
 * even a million requests without a failure show that there will be none.
 */
function shareOf(
  condition: SloCondition,
  of: 'errors' | 'dropped',
  trials: readonly TrialRecord[],
): Measured | null {
  const parts = trials.map(({ counts }) =>
    of === 'errors'
      ? { successes: counts.failed, n: counts.sent }
      : { successes: counts.dropped, n: counts.offered },
  );
  const some = parts.filter(({ n }) => n > 0);
  const total = some.reduce(
    (sum, part) => ({ successes: sum.successes + part.successes, n: sum.n + part.n }),
    {
      successes: 0,
      n: 0,
    },
  );
  if (total.n === 0) return null;
  const value = total.successes / total.n;
  if (condition.value === 0) return fact(value);
  const [low, high] = proportionInterval(total).interval;
  const byTrials = overTrials(
    value,
    some.map(({ successes, n }) => successes / n),
  );
  return { ...byTrials, low: Math.min(low, byTrials.low), high: Math.min(1, Math.max(high, byTrials.high)) };
}

/** What all requests of the run show, and nothing is said beyond them. */
function fact(value: number): Measured {
  return { value, low: value, high: value, thin: null };
}

/** Student's t over the trials, widened to the figure of all requests together where one bad trial pulls that outside. */
function overTrials(value: number, perTrial: readonly number[]): Measured {
  const [low, high] = meanInterval(perTrial).interval;
  return {
    value,
    low: Math.max(0, Math.min(low, value)),
    high: Math.max(high, value),
    thin: tooFewTrials(perTrial.length),
  };
}

function measuredText(subject: SloSubject, { value, low, high }: Measured, trials: number): string {
  const measured = amountText(subject, value);
  if (low === high || !Number.isFinite(high)) return measured;
  const runs = trials === 1 ? '1 trial' : `${trials} trials`;
  const percent = `${CONFIDENCE * 100} %`;
  return `${measured}, ${percent} interval ${amountText(subject, low)}–${amountText(subject, high)}, ${runs}`;
}
