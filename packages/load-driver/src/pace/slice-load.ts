import type { Load } from '@benchwright/result-schema';
import type { Pacer } from './pacer.js';

/** Which part of a load: `index` of `of`, counted from 0. */
export interface Slice {
  readonly index: number;
  readonly of: number;
}

/** The whole load: one part of one. */
export const WHOLE: Slice = { index: 0, of: 1 };

/**
 * The load that one of several generators offers. Counts and concurrency are divided so that the parts sum to the whole exactly;
 * an open load stays as it is, because its slices share one schedule (see `slicePacer`). Null for a part that is left with nothing.
 */
export function sliceLoad(load: Load, { index, of }: Slice): Load | null {
  switch (load.model) {
    case 'closed': {
      const concurrency = share(load.concurrency, index, of);
      return concurrency === 0 ? null : { ...load, concurrency };
    }
    case 'iterations': {
      const concurrency = share(load.concurrency, index, of);
      const parts = Math.min(of, load.concurrency);
      const count = index < parts ? share(load.count, index, parts) : 0;
      return concurrency === 0 || count === 0 ? null : { ...load, count, concurrency };
    }
    default:
      return load;
  }
}

/**
 * Every `of`-th arrival of a schedule, beginning with the `index`-th: the slices together are the schedule, arrival for
 * arrival, whatever its shape, and each keeps its evenness.
 */
export function slicePacer(pacer: Pacer, { index, of }: Slice): Pacer {
  return of === 1 ? pacer : (elapsedNs, count) => pacer(elapsedNs, count * of + index);
}

/** The part `inner` of the part `outer`: what every `inner.of`-th arrival of every `outer.of`-th one is of the whole. */
export function nestSlices(outer: Slice, inner: Slice): Slice {
  return { index: outer.index + inner.index * outer.of, of: outer.of * inner.of };
}

function share(total: number, index: number, of: number): number {
  return Math.floor(total / of) + (index < total % of ? 1 : 0);
}
