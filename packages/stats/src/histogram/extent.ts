import type { BucketCounts } from './interchange.js';

/** How many values there are, and the outer ends of the outermost buckets that hold any; infinite ends when there are none. */
export function extentOf(source: BucketCounts): { count: number; min: number; max: number } {
  const { layout, counts, first = 0, last = layout.length - 1 } = source;
  let count = 0;
  let lowest = -1;
  let highest = -1;
  for (let index = first; index <= last; index++) {
    if (counts[index] === 0) continue;
    count += counts[index]!;
    if (lowest < 0) lowest = index;
    highest = index;
  }
  if (count === 0) return { count, min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY };
  return { count, min: layout.lowestValueAt(lowest), max: layout.highestValueAt(highest) };
}
