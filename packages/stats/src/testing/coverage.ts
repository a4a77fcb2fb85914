import { binomialQuantile } from '../distribution/binomial.js';
import type { Interval } from '../evidence/evidence.js';
import { createRandom, type Random } from '../random/random.js';

export interface Coverage {
  /** How often the interval held the truth. */
  readonly held: number;
  readonly repeats: number;
}

/** Draws data `repeats` times with one seed and counts the intervals that hold the truth. */
export function simulateCoverage(
  repeats: number,
  truth: number,
  interval: (random: Random, repeat: number) => Interval,
): Coverage {
  const random = createRandom(`coverage/${repeats}/${truth}`);
  let held = 0;
  for (let repeat = 0; repeat < repeats; repeat++) {
    const [low, high] = interval(random.fork(repeat), repeat);
    if (low <= truth && truth <= high) held++;
  }
  return { held, repeats };
}

/**
 * The true coverage lies in low … high: the count may leave the range only as far as chance does once in 10,000. The
 * seed is fixed, so this never flickers; the allowance says what the assertion is worth.
 */
export function expectCoverage({ held, repeats }: Coverage, low: number, high: number): void {
  const least = binomialQuantile(1e-4, repeats, low);
  const most = binomialQuantile(1 - 1e-4, repeats, high);
  if (held >= least && held <= most) return;
  throw new Error(`${held} of ${repeats} intervals held the truth; between ${least} and ${most} expected`);
}
