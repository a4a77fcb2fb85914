/**
 * How many of the pairs of a random order of n different values are inverted: `probability[k]` for k inversions, the
 * null distribution of Kendall's statistic (Kendall 1938). O(n³).
 */
export function inversionDistribution(n: number): Float64Array {
  const most = (n * (n - 1)) / 2;
  let probability = new Float64Array(most + 1);
  probability[0] = 1;
  for (let size = 2; size <= n; size++) {
    // The size-th value adds 0 … size−1 inversions, all equally likely: a moving sum.
    const next = new Float64Array(most + 1);
    const reach = (size * (size - 1)) / 2;
    for (let k = 0; k <= reach; k++) {
      let sum = 0;
      for (let added = 0; added < size && added <= k; added++) sum += probability[k - added]!;
      next[k] = sum / size;
    }
    probability = next;
  }
  return probability;
}
