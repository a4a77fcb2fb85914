import type { SearchLoad } from '@benchwright/result-schema';
import type { ProbeOutcome } from './strategy.js';

/** Chance that a probe below the limit fails for reasons of its own, and that one above it passes: stalls are common, luck is not. */
const STALL = 0.03;
const LUCK = 0.003;
/**
 * How gradual the limit may be, as a share of the rate, and how far each is believed beforehand. A probe of thousands of requests
 * has a sharp limit; short ones have a gradual one. Simulated searches then cover the limit in 100, 100 and 96 of 100 runs at slopes of
 * 0.3, 1 and 3 %, with 22, 25 and 32 probes on average from 100/s.
 */
const SLOPES = [
  { slope: 0.003, weight: 0.3 },
  { slope: 0.01, weight: 0.3 },
  { slope: 0.03, weight: 0.3 },
  { slope: 0.06, weight: 0.1 },
] as const;
/** Beyond so many slopes from the limit the chance is flat: no need to work it out. */
const FLAT = 20;
/** Points of the grid per `precision`: finer than the answer needs to be. */
const FINENESS = 5;

/** What is believed of the limit after some probes. Rates are per second. */
export interface Posterior {
  /** Probability that the limit lies below a rate. */
  below(ratePerSec: number): number;
  quantile(q: number): number;
  /** The central credible interval. */
  interval(confidence: number): readonly [low: number, high: number];
}

/**
 * Belief about the rate at which a probe is met half of the time: Bayes' rule on a grid of limits (even in the logarithm, one ramp
 * step beyond the range on either side) and slopes, with a logistic chance of being met and a rate of lapses. The method of adaptive
 * threshold measurement: Watson and Pelli 1983 (QUEST), Kontsevich and Tyler 1999 (the slope as an unknown of its own).
 * O(grid × slopes × probes).
 */
export function posteriorOf(search: SearchLoad, outcomes: readonly ProbeOutcome[]): Posterior {
  const lowest = Math.log(search.fromRatePerSec / search.growth);
  const highest = Math.log(search.toRatePerSec * search.growth);
  const size = Math.ceil(((highest - lowest) * FINENESS) / search.precision) + 1;
  const step = (highest - lowest) / (size - 1);
  const logWeights = new Float64Array(size * SLOPES.length);
  for (const [k, { slope, weight }] of SLOPES.entries()) {
    const row = logWeights.subarray(k * size, (k + 1) * size).fill(Math.log(weight));
    for (const outcome of outcomes) addLikelihood(row, outcome, slope, { lowest, step });
  }
  return new GridPosterior(cumulate(logWeights, size), lowest, step);
}

interface Grid {
  readonly lowest: number;
  readonly step: number;
}

function addLikelihood(
  row: Float64Array,
  { ratePerSec, outcome }: ProbeOutcome,
  slope: number,
  { lowest, step }: Grid,
): void {
  const logChance = (roomBelowLimit: number): number => {
    const met = LUCK + (1 - STALL - LUCK) / (1 + Math.exp(-roomBelowLimit / slope));
    return Math.log(outcome === 'met' ? met : 1 - met);
  };
  const at = Math.log(ratePerSec);
  const farAbove = logChance(Number.NEGATIVE_INFINITY);
  const farBelow = logChance(Number.POSITIVE_INFINITY);
  for (let i = 0; i < row.length; i++) {
    const room = lowest + i * step - at;
    if (room > FLAT * slope) row[i]! += farBelow;
    else if (room < -FLAT * slope) row[i]! += farAbove;
    else row[i]! += logChance(room);
  }
}

/** The slopes summed out, normalised, added up from the lowest limit. */
function cumulate(logWeights: Float64Array, size: number): Float64Array {
  const largest = logWeights.reduce((max, w) => Math.max(max, w), Number.NEGATIVE_INFINITY);
  const cumulative = new Float64Array(size);
  let total = 0;
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < SLOPES.length; k++) total += Math.exp(logWeights[k * size + i]! - largest);
    cumulative[i] = total;
  }
  return cumulative.map((weight) => weight / total);
}

class GridPosterior implements Posterior {
  readonly #cumulative: Float64Array;
  readonly #lowest: number;
  readonly #step: number;

  constructor(cumulative: Float64Array, lowest: number, step: number) {
    this.#cumulative = cumulative;
    this.#lowest = lowest;
    this.#step = step;
  }

  below(ratePerSec: number): number {
    const index = Math.floor((Math.log(ratePerSec) - this.#lowest) / this.#step + 1e-9);
    return index < 0 ? 0 : this.#cumulative[Math.min(index, this.#cumulative.length - 1)]!;
  }

  quantile(q: number): number {
    const index = this.#cumulative.findIndex((weight) => weight >= q);
    return Math.exp(this.#lowest + (index < 0 ? this.#cumulative.length - 1 : index) * this.#step);
  }

  interval(confidence: number): readonly [number, number] {
    const tail = (1 - confidence) / 2;
    return [this.quantile(tail), this.quantile(1 - tail)];
  }
}
