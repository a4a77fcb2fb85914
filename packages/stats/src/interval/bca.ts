import { normalCdf, normalQuantile } from '../distribution/normal.js';
import { Moments } from '../moments/moments.js';
import type { Statistic } from './bootstrap.js';

/**
 * The two probabilities at which BCa reads the bootstrap distribution, or undefined when they do not exist.
 * `distribution` is ascending.
 */
export function adjustedTails(
  samples: Float64Array,
  statistic: Statistic,
  distribution: Float64Array,
  estimate: number,
  confidence: number,
): readonly [number, number] | undefined {
  const first = distribution[0];
  if (first === distribution[distribution.length - 1]) return [(1 - confidence) / 2, (1 + confidence) / 2];
  const bias = normalQuantile(shareBelow(distribution, estimate));
  if (!Number.isFinite(bias)) return undefined;
  const acceleration = jackknifeAcceleration(samples, statistic);
  const tail = (probability: number) => {
    const shifted = bias + normalQuantile(probability);
    const scale = 1 - acceleration * shifted;
    return scale > 0 ? normalCdf(bias + shifted / scale) : Number.NaN;
  };
  const tails = [tail((1 - confidence) / 2), tail((1 + confidence) / 2)] as const;
  return tails.some(Number.isNaN) ? undefined : tails;
}

/** The share of the distribution below the estimate, ties counting half (they abound for medians and counts). */
function shareBelow(distribution: Float64Array, estimate: number): number {
  let below = 0;
  let equal = 0;
  // The same sample in another order may give another last digit.
  const rounding = 1e-12 * Math.abs(estimate);
  for (const value of distribution) {
    if (Math.abs(value - estimate) <= rounding) equal++;
    else if (value < estimate) below++;
  }
  return (below + equal / 2) / distribution.length;
}

/** Σ(m−tᵢ)³ / 6(Σ(m−tᵢ)²)^1.5 over the leave-one-out statistics tᵢ with mean m; 0 when they are all equal. */
function jackknifeAcceleration(samples: Float64Array, statistic: Statistic): number {
  const n = samples.length;
  const buffer = new Float64Array(n - 1);
  const leftOut = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    buffer.set(samples.subarray(0, i));
    buffer.set(samples.subarray(i + 1), i);
    leftOut[i] = statistic(buffer);
  }
  const mean = Moments.of(leftOut).mean;
  let squares = 0;
  let cubes = 0;
  for (const value of leftOut) {
    squares += (mean - value) ** 2;
    cubes += (mean - value) ** 3;
  }
  return squares === 0 || !Number.isFinite(squares) ? 0 : cubes / (6 * squares ** 1.5);
}
