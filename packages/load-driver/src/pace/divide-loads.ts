import { BenchwrightError, type Load } from '@benchwright/result-schema';
import type { TrialPart } from '../suite/trial-part.js';
import { peakRatePerSec } from './choose-pacer.js';
import { nestSlices, type Slice, sliceLoad, WHOLE } from './slice-load.js';

/** What a generator offers of a trial: loads already divided, and its place in the schedule of an open one. */
export interface DividedLoads {
  readonly load: Load;
  readonly warmup: Load | null;
  readonly slice: Slice;
}

/**
 * This process's part of a trial's loads. `own` is the place of the generator within the process. Pure but for what `part.admit`
 * throws.
 *
 * @throws BenchwrightError ERR_EMPTY_PART when the load is too small to reach this part
 */
export function divideLoads(
  loads: { readonly load: Load; readonly warmup: Load | null },
  part: TrialPart | undefined,
  own: Slice = WHOLE,
): DividedLoads {
  if (part === undefined) return { ...loads, slice: own };
  const { slice } = part;
  const load = sliceLoad(loads.load, slice);
  if (load === null) {
    throw new BenchwrightError(
      'ERR_EMPTY_PART',
      `nothing is left of the load for part ${slice.index + 1} of ${slice.of}`,
      { hint: 'use fewer agents, or more requests under way' },
    );
  }
  const warmup = loads.warmup === null ? null : sliceLoad(loads.warmup, slice);
  for (const each of warmup === null ? [load] : [warmup, load]) {
    const peak = peakRatePerSec(each);
    part.admit?.({ load: each, ratePerSec: peak === null ? null : peak / slice.of });
  }
  return { load, warmup, slice: nestSlices(slice, own) };
}
