import type { CellResult, SearchResult, SloResult } from '@benchwright/result-schema';

/**
 * What a search says to a gate: `pass` when its SLO is met at the lowest rate asked for, by whatever margin. So `from` is the rate that a
 * gate demands.
 */
export function judgeSearch({ id, search }: CellResult): SloResult[] {
  if (search === undefined) return [];
  return [{ id: search.slo.join(','), cell: id, outcome: outcomeOf(search), text: search.statement }];
}

function outcomeOf({ outcome, limitedBy, interval, probes }: SearchResult): SloResult['outcome'] {
  switch (outcome) {
    case 'found':
    case 'above-range':
      return 'pass';
    case 'imprecise':
      return interval[0] === null ? 'not-shown' : 'pass';
    case 'below-range':
      return limitedBy === 'generator' ? 'not-shown' : 'fail';
    case 'unfinished':
      return probes.length === 0 ? 'no-data' : 'not-shown';
  }
}
