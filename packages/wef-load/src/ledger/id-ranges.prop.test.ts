import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  countOfRanges,
  differenceOfRanges,
  firstIdsOfRanges,
  formatRanges,
  type IdRanges,
  intersectionOfRanges,
  normalizeRanges,
  rangesInclude,
  rangesOfIds,
  rangesOfSortedIds,
  unionOfRanges,
} from './id-ranges.js';

const ids = fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 60 });

function idsOf(ranges: IdRanges): number[] {
  return [...firstIdsOfRanges(ranges, Number.POSITIVE_INFINITY)];
}

function sorted(set: Iterable<number>): number[] {
  return [...new Set(set)].sort((a, b) => a - b);
}

describe('ranges of ids against sets of ids', () => {
  it('hold the same ids, in canonical form', () => {
    fc.assert(
      fc.property(ids, (list) => {
        const ranges = rangesOfIds(list);
        expect(idsOf(ranges)).toEqual(sorted(list));
        expect(countOfRanges(ranges)).toBe(new Set(list).size);
        expect(normalizeRanges([...ranges].reverse())).toEqual(ranges);
        expect(rangesOfSortedIds([...list].sort((a, b) => a - b))).toEqual(ranges);
        for (let i = 1; i < ranges.length; i++) {
          expect(ranges[i]?.[0]).toBeGreaterThan((ranges[i - 1]?.[1] ?? 0) + 1);
        }
      }),
    );
  });

  it('union, difference and intersection are those of sets', () => {
    fc.assert(
      fc.property(ids, ids, (a, b) => {
        const [ra, rb] = [rangesOfIds(a), rangesOfIds(b)];
        expect(idsOf(unionOfRanges(ra, rb))).toEqual(sorted([...a, ...b]));
        expect(idsOf(differenceOfRanges(ra, rb))).toEqual(sorted(a.filter((id) => !b.includes(id))));
        expect(idsOf(intersectionOfRanges(ra, rb))).toEqual(sorted(a.filter((id) => b.includes(id))));
      }),
    );
  });

  it('one id is found exactly where it is', () => {
    fc.assert(
      fc.property(ids, fc.integer({ min: 0, max: 61 }), (list, id) => {
        expect(rangesInclude(rangesOfIds(list), id)).toBe(list.includes(id));
      }),
    );
  });
});

describe('what is written of ranges', () => {
  it('names single ids, ranges, and how many more there are', () => {
    const ranges = normalizeRanges([
      [7, 7],
      [1, 3],
      [9, 12],
      [5, 4],
    ]);
    expect(formatRanges(ranges)).toBe('1–3, 7, 9–12');
    expect(formatRanges(ranges, 1)).toBe('1–3 and 2 more ranges');
    expect(firstIdsOfRanges(ranges, 4)).toEqual([1, 2, 3, 7]);
    expect(formatRanges([])).toBe('');
  });
});
