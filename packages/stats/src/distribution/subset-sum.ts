/**
 * The distribution of a sum of random terms over whole numbers: `probability[s]` for the sum s·step + offset.
 * Sums and probabilities only; what they are the sums of is the caller's business.
 */
export interface SumDistribution {
  readonly probability: Float64Array;
  readonly offset: number;
  readonly step: number;
}

/**
 * Sum of `size` of the given whole `values` drawn without replacement, all subsets equally likely: the null
 * distribution of a rank sum, ties included (Streitberg and Röhmel's shift algorithm, 1986). Counts are added, never
 * subtracted, so the relative error stays near 1e-15. O(values × size × range of sums).
 */
export function subsetSumDistribution(values: readonly number[], size: number): SumDistribution {
  const least = Math.min(...values);
  const step = values.reduce((divisor, value) => gcd(divisor, value - least), 0) || 1;
  const steps = values.map((value) => (value - least) / step).sort((a, b) => a - b);
  const largest = steps.slice(steps.length - size).reduce((sum, value) => sum + value, 0);
  // ways[k] counts, for subsets of k values, how many have each sum.
  const ways = Array.from({ length: size + 1 }, () => new Float64Array(largest + 1));
  ways[0]![0] = 1;
  let reach = 0;
  for (let taken = 0; taken < steps.length; taken++) {
    const value = steps[taken]!;
    reach = Math.min(reach + value, largest);
    for (let k = Math.min(size, taken + 1); k >= 1; k--) addShifted(ways[k]!, ways[k - 1]!, value, reach);
  }
  return { probability: normalised(ways[size]!), offset: least * size, step };
}

/**
 * Sum of a random half of the given non-negative whole `values`, each taken or not with probability ½: the null
 * distribution of a signed-rank sum, ties included. O(values × their sum).
 */
export function signFlipDistribution(values: readonly number[]): SumDistribution {
  const step = values.reduce((divisor, value) => gcd(divisor, value), 0) || 1;
  const total = values.reduce((sum, value) => sum + value, 0) / step;
  const probability = new Float64Array(total + 1);
  probability[0] = 1;
  let reach = 0;
  for (const value of values) {
    const shift = value / step;
    reach += shift;
    for (let s = reach; s >= 0; s--) {
      probability[s] = (probability[s]! + (s >= shift ? probability[s - shift]! : 0)) / 2;
    }
  }
  return { probability, offset: 0, step };
}

/** P(|sum − mean| ≥ |observed − mean|): two-sided by distance, which needs no symmetric distribution. */
export function twoSidedBySum(distribution: SumDistribution, observed: number, mean: number): number {
  const { probability, offset, step } = distribution;
  const distance = Math.abs(observed - mean);
  let outside = 0;
  let isAnyInside = false;
  for (let s = 0; s < probability.length; s++) {
    // Sums and means are multiples of ½: a quarter keeps rounding from deciding.
    if (Math.abs(offset + s * step - mean) >= distance - 0.25) outside += probability[s]!;
    else isAnyInside = true;
  }
  // All of it is 1 however the parts were rounded.
  return isAnyInside ? Math.min(1, outside) : 1;
}

/** The largest number of steps k for which P(sum of steps < k) ≤ tail, with that probability. */
export function lowerTailSteps(
  { probability }: SumDistribution,
  tail: number,
): { steps: number; probability: number } {
  let cumulative = 0;
  for (let s = 0; s < probability.length; s++) {
    const next = cumulative + probability[s]!;
    if (next > tail * (1 + 1e-12)) return { steps: s, probability: cumulative };
    cumulative = next;
  }
  return { steps: probability.length, probability: cumulative };
}

function addShifted(into: Float64Array, from: Float64Array, shift: number, reach: number): void {
  for (let s = reach; s >= shift; s--) into[s]! += from[s - shift]!;
}

function normalised(ways: Float64Array): Float64Array {
  const total = ways.reduce((sum, count) => sum + count, 0);
  return ways.map((count) => count / total);
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}
