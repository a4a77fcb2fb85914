import type { SearchLoad } from '@benchwright/result-schema';
import { posteriorOf } from './posterior.js';

export interface ProbeOutcome {
  readonly ratePerSec: number;
  /** `generator`: not met, but it was the generator that gave out. */
  readonly outcome: 'met' | 'missed' | 'generator';
}

/** What to do after the probes so far. */
export type SearchStep =
  | { readonly action: 'probe'; readonly ratePerSec: number }
  | { readonly action: 'done'; readonly outcome: 'found' | 'imprecise' | 'below-range' | 'above-range' };

/** How sure the search must be: of its interval, and that the limit lies outside the range. */
export const SEARCH_CONFIDENCE = 0.95;
/** One stall must not end a search: the limit is outside the range when it is that improbable that it is within. */
const OUTSIDE = 0.975;

/**
 * The next step of a search, a pure function of the outcomes so far (in any order), so that a search can be resumed, replayed and checked.
 * A geometric ramp from the lowest rate to the first failure; from there bisection in probability: each probe goes to the median
 * of what is still believed of the limit, which repeats probes near the limit and recovers from one that a stall has spoilt. No
 * probe goes further than one ramp step above the highest rate that was met: an overload is no place to rest in. Cost: O(grid) per probe.
 */
export function nextStep(search: SearchLoad, outcomes: readonly ProbeOutcome[]): SearchStep {
  const { fromRatePerSec: from, toRatePerSec: to, growth } = search;
  if (outcomes.length === 0) return { action: 'probe', ratePerSec: from };
  const counted = countedOutcomes(outcomes);
  const belief = posteriorOf(search, counted);
  if (belief.below(from) > OUTSIDE) return { action: 'done', outcome: 'below-range' };
  if (1 - belief.below(to) > OUTSIDE && metAt(to, outcomes) >= 2)
    return { action: 'done', outcome: 'above-range' };
  const [low, high] = belief.interval(SEARCH_CONFIDENCE);
  const ramping = counted.every(({ outcome }) => outcome === 'met');
  if (!ramping && Math.log(high / low) <= 2 * search.precision) return { action: 'done', outcome: 'found' };
  if (outcomes.length >= search.maxProbes) return { action: 'done', outcome: 'imprecise' };
  const highestMet = Math.max(0, ...outcomes.flatMap((o) => (o.outcome === 'met' ? [o.ratePerSec] : [])));
  const furthest = Math.max(from, highestMet * growth);
  const wanted = ramping ? furthest : belief.quantile(0.5);
  return { action: 'probe', ratePerSec: Math.min(Math.max(wanted, from), furthest, to) };
}

/**
 * The outcomes that say something about the limit: not a probe that failed with the generator in trouble, unless it did so twice, at this rate or a
 * lower one. A machine disturbed for a moment so costs the probe that is repeated, not the answer; a generator at its own limit is found like any
 * other.
 */
export function countedOutcomes<Outcome extends ProbeOutcome>(outcomes: readonly Outcome[]): Outcome[] {
  const blamed = outcomes.filter(({ outcome }) => outcome === 'generator');
  return outcomes.filter(
    (one) =>
      one.outcome !== 'generator' ||
      blamed.some((other) => other !== one && other.ratePerSec <= one.ratePerSec),
  );
}

function metAt(ratePerSec: number, outcomes: readonly ProbeOutcome[]): number {
  return outcomes.filter((o) => o.outcome === 'met' && o.ratePerSec >= ratePerSec).length;
}
