import type { Load, PlanCell, SearchLoad } from '@benchwright/result-schema';

/** A cell of a plan that searches: its first probe stands in `trialLoads`, the others follow from the outcomes. */
export function searchCell(id: string, factors: PlanCell['factors'], search: SearchLoad): PlanCell {
  return { id, factors, trialLoads: [probeLoad(search, search.fromRatePerSec)], search };
}

/** What one probe offers. */
export function probeLoad({ arrivals, probeDurationNs }: SearchLoad, ratePerSec: number): Load {
  return { model: arrivals, ratePerSec, durationNs: probeDurationNs };
}
