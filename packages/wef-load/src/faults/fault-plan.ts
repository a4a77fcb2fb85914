import { createRandom } from '@benchwright/stats';
import type { IdRanges } from '../ledger/id-ranges.js';

/** What can happen to a single event on its way. */
export const EVENT_FAULTS = ['drop', 'duplicate', 'delay', 'corrupt'] as const;

export type EventFault = (typeof EVENT_FAULTS)[number];

/** Which events something happens to. */
export interface EventFaultPlan {
  /** The same seed hits the same events. */
  readonly seed: number;
  /** One event in so many: exactly one of each run of `oneIn` consecutive ids. */
  readonly oneIn: number;
  /** Taken in turn when there are several. */
  readonly faults: readonly EventFault[];
}

/** An event that something happens to. */
export interface FaultyEvent {
  readonly id: number;
  readonly fault: EventFault;
}

/** The faulty events with ids from `first` to `last`, in order. Pure, so that a test knows beforehand what must be found. O(last − first ÷ oneIn). */
export function faultyEvents(plan: EventFaultPlan, first: number, last: number): FaultyEvent[] {
  const { oneIn, faults } = plan;
  if (faults.length === 0) return [];
  const found: FaultyEvent[] = [];
  for (let stretch = Math.floor((first - 1) / oneIn); stretch * oneIn < last; stretch++) {
    const id = stretch * oneIn + 1 + offsetIn(stretch, plan);
    const fault = faults[stretch % faults.length]!;
    if (id >= first && id <= last) found.push({ id, fault });
  }
  return found;
}

/** The ids of one fault among those of a run, as the verification should report them. */
export function idsOfFault(plan: EventFaultPlan, fault: EventFault, ids: IdRanges): number[] {
  return ids
    .flatMap(([first, last]) => faultyEvents(plan, first, last))
    .flatMap((event) => (event.fault === fault ? [event.id] : []));
}

function offsetIn(stretch: number, { seed, oneIn }: EventFaultPlan): number {
  return Math.floor(createRandom(`${seed}/${stretch}`).nextFloat() * oneIn);
}
