/**
 * Which of the values to draw so that none of the extremes is lost: first and last of all, and lowest and highest of each of
 * about `most / 2` equal stretches. Ascending indices, at most `most` of them (4 at least); all where there are no more. Null values are gaps and are
 * kept where they separate. O(n).
 */
export function peakIndices(values: readonly (number | null)[], most: number): number[] {
  const n = values.length;
  if (n <= most) return Array.from({ length: n }, (_, i) => i);
  const stretches = Math.max(1, Math.floor((Math.max(4, most) - 2) / 2));
  const kept = new Set<number>([0, n - 1]);
  for (let stretch = 0; stretch < stretches; stretch++) {
    const from = Math.floor((stretch * n) / stretches);
    const to = Math.floor(((stretch + 1) * n) / stretches);
    let low = -1;
    let high = -1;
    for (let i = from; i < to; i++) {
      const value = values[i] ?? null;
      if (value === null) continue;
      if (low < 0 || value < values[low]!) low = i;
      if (high < 0 || value > values[high]!) high = i;
    }
    if (low >= 0) kept.add(low).add(high);
  }
  return [...kept].sort((a, b) => a - b);
}
