import type { Load } from '@benchwright/result-schema';
import { createRandom } from '@benchwright/stats';

const NS_PER_SEC = 1e9;

/**
 * When the next request is due, in nanoseconds since the load began, given the time elapsed and how many were due
 * before; Infinity when there are no more. A pure function of its arguments (and of the seed it was made with): no
 * clock, no timer. An open pacer ignores `elapsedNs`: its schedule is absolute, so lateness never shifts what follows.
 */
export type Pacer = (elapsedNs: number, count: number) => number;

/** A closed model: a request is due the moment its turn comes. */
export function unpaced(): Pacer {
  return (elapsedNs) => elapsedNs;
}

/** Due times k/rate for every k/rate < duration. Fractional rates are exact: no interval is rounded. */
export function constantPacer(ratePerSec: number, durationNs: number): Pacer {
  return (_elapsedNs, count) => {
    const dueNs = (count / ratePerSec) * NS_PER_SEC;
    return dueNs < durationNs ? dueNs : Number.POSITIVE_INFINITY;
  };
}

/**
 * A Poisson process: independent exponential gaps, drawn from the seed. Sequential calls cost O(1); going back replays
 * from the start, so that the answer depends on `count` alone.
 */
export function poissonPacer(ratePerSec: number, durationNs: number, seed: number): Pacer {
  const meanGapNs = NS_PER_SEC / ratePerSec;
  let random = createRandom(seed).fork('arrivals');
  let at = -1;
  let dueNs = 0;
  return (_elapsedNs, count) => {
    if (count < at) {
      random = createRandom(seed).fork('arrivals');
      at = -1;
      dueNs = 0;
    }
    while (at < count) {
      dueNs += random.nextExponential() * meanGapNs;
      at++;
    }
    return dueNs < durationNs ? dueNs : Number.POSITIVE_INFINITY;
  };
}

interface Segment {
  readonly beginNs: number;
  readonly lengthNs: number;
  readonly fromPerNs: number;
  readonly slopePerNs2: number;
  readonly arrivalsBefore: number;
  readonly arrivals: number;
}

/**
 * Rates that change linearly stage by stage. The k-th request is due when the integral of the rate reaches k: solved
 * in closed form per stage, so rounding does not add up. O(stages) per call at worst, O(1) in sequence.
 */
export function stagesPacer(
  startRatePerSec: number,
  stages: readonly { readonly toRatePerSec: number; readonly overNs: number }[],
): Pacer {
  const segments: Segment[] = [];
  let beginNs = 0;
  let arrivalsBefore = 0;
  let rate = startRatePerSec;
  for (const stage of stages) {
    const fromPerNs = rate / NS_PER_SEC;
    const toPerNs = stage.toRatePerSec / NS_PER_SEC;
    const arrivals = ((fromPerNs + toPerNs) / 2) * stage.overNs;
    const slopePerNs2 = (toPerNs - fromPerNs) / stage.overNs;
    segments.push({ beginNs, lengthNs: stage.overNs, fromPerNs, slopePerNs2, arrivalsBefore, arrivals });
    beginNs += stage.overNs;
    arrivalsBefore += arrivals;
    rate = stage.toRatePerSec;
  }
  let current = 0;
  return (_elapsedNs, count) => {
    if (current > 0 && count < (segments[current]?.arrivalsBefore ?? 0)) current = 0;
    while (current < segments.length) {
      const segment = segments[current]!;
      if (count < segment.arrivalsBefore + segment.arrivals) {
        return segment.beginNs + offsetWithin(segment, count - segment.arrivalsBefore);
      }
      current++;
    }
    current = segments.length - 1;
    return Number.POSITIVE_INFINITY;
  };
}

/** Solves fromPerNs·t + slope·t²/2 = k for t ≥ 0, in the form that does not cancel when the slope is near zero. */
function offsetWithin(segment: Segment, k: number): number {
  if (k <= 0) return 0;
  const { fromPerNs, slopePerNs2, lengthNs } = segment;
  const root = Math.sqrt(Math.max(0, fromPerNs * fromPerNs + 2 * slopePerNs2 * k));
  return Math.min((2 * k) / (fromPerNs + root), lengthNs);
}

/** The pacer of a load. Only `poisson` uses the seed. */
export function createPacer(load: Load, seed: number): Pacer {
  switch (load.model) {
    case 'closed':
    case 'iterations':
      return unpaced();
    case 'constant':
      return constantPacer(load.ratePerSec, load.durationNs);
    case 'poisson':
      return poissonPacer(load.ratePerSec, load.durationNs, seed);
    case 'stages':
      return stagesPacer(load.startRatePerSec, load.stages);
  }
}

/** How long the load offers requests, in nanoseconds; null when it ends by count. */
export function plannedDurationNs(load: Load): number | null {
  switch (load.model) {
    case 'closed':
    case 'constant':
    case 'poisson':
      return load.durationNs;
    case 'stages':
      return load.stages.reduce((sum, stage) => sum + stage.overNs, 0);
    case 'iterations':
      return null;
  }
}
