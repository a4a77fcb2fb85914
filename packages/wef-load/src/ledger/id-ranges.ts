/** Sets of record ids as sorted, disjoint, inclusive ranges: five million consecutive ids are one pair of numbers. */

/** Both ends belong to the range. Sorted, disjoint, and never touching: [1, 4] and [5, 9] are written [1, 9]. */
export type IdRanges = readonly (readonly [first: number, last: number])[];

type MutableRanges = [first: number, last: number][];

/**
 * The canonical form of any ranges: sorted, overlapping and touching ones joined, empty ones (last < first) left out.
 * O(n log n) in the number of ranges.
 */
export function normalizeRanges(ranges: Iterable<readonly [first: number, last: number]>): IdRanges {
  const sorted = [...ranges].filter(([first, last]) => last >= first).sort((a, b) => a[0] - b[0]);
  const joined: MutableRanges = [];
  for (const [first, last] of sorted) {
    const open = joined.at(-1);
    if (open !== undefined && first <= open[1] + 1) {
      open[1] = Math.max(open[1], last);
    } else {
      joined.push([first, last]);
    }
  }
  return joined;
}

/** The ranges of single ids, in any order and with repeats: O(n log n). */
export function rangesOfIds(ids: Iterable<number>): IdRanges {
  return rangesOfSortedIds(Float64Array.from(ids).sort());
}

/** As {@link rangesOfIds}, of ids that ascend already (repeats allowed): O(n), one pass. */
export function rangesOfSortedIds(ids: ArrayLike<number>): IdRanges {
  const ranges: MutableRanges = [];
  let open: [first: number, last: number] | undefined;
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i] as number;
    if (open !== undefined && id <= open[1] + 1) {
      open[1] = id;
    } else {
      open = [id, id];
      ranges.push(open);
    }
  }
  return ranges;
}

/** Ids in either: O(n log n). */
export function unionOfRanges(a: IdRanges, b: IdRanges): IdRanges {
  return normalizeRanges([...a, ...b]);
}

/** Ids of `a` that are not in `b`: O(n + m). */
export function differenceOfRanges(a: IdRanges, b: IdRanges): IdRanges {
  const left: MutableRanges = [];
  let next = 0;
  for (const [first, last] of a) {
    let from = first;
    while (next < b.length && (b[next]?.[1] ?? 0) < from) {
      next += 1;
    }
    for (let at = next; at < b.length && from <= last; at++) {
      const [cutFirst, cutLast] = b[at] as readonly [number, number];
      if (cutFirst > last) {
        break;
      }
      if (cutFirst > from) {
        left.push([from, cutFirst - 1]);
      }
      from = cutLast + 1;
    }
    if (from <= last) {
      left.push([from, last]);
    }
  }
  return left;
}

/** Ids in both: O(n + m). */
export function intersectionOfRanges(a: IdRanges, b: IdRanges): IdRanges {
  return differenceOfRanges(a, differenceOfRanges(a, b));
}

/** How many ids the ranges hold. */
export function countOfRanges(ranges: IdRanges): number {
  let count = 0;
  for (const [first, last] of ranges) {
    count += last - first + 1;
  }
  return count;
}

/** Whether one id is in the ranges: O(log n). */
export function rangesInclude(ranges: IdRanges, id: number): boolean {
  let low = 0;
  let high = ranges.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const [first, last] = ranges[middle] as readonly [number, number];
    if (id < first) {
      high = middle - 1;
    } else if (id > last) {
      low = middle + 1;
    } else {
      return true;
    }
  }
  return false;
}

/** The first ids of the ranges, at most `limit`: for a message that names examples. */
export function firstIdsOfRanges(ranges: IdRanges, limit: number): readonly number[] {
  const ids: number[] = [];
  for (const [first, last] of ranges) {
    for (let id = first; id <= last; id++) {
      if (ids.length >= limit) {
        return ids;
      }
      ids.push(id);
    }
  }
  return ids;
}

/** The ranges as people write them, `1–1000, 2001`, at most `limit` of them and then how many more. */
export function formatRanges(ranges: IdRanges, limit = 10): string {
  const shown = ranges
    .slice(0, limit)
    .map(([first, last]) => (first === last ? `${first}` : `${first}–${last}`));
  const more = ranges.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more ranges` : shown.join(', ');
}
