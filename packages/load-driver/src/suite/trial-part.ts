import type { Load } from '@benchwright/result-schema';
import type { Slice } from '../pace/slice-load.js';

/**
 * The part of a trial that this process offers when several processes, on one machine or many, offer it together. Whoever sets it
 * merges the records with `mergeParts`. Suites need not know of it: `createDriver` and `createWorkerDriver` honour it for every
 * request that carries their trial's context.
 */
export interface TrialPart {
  /** Which part of every load of the trial, warm-up included. */
  readonly slice: Slice;
  /** Asked with each part of a load before any of it is offered; throws to refuse it. `ratePerSec` is null for a closed load. */
  readonly admit?: (part: { readonly load: Load; readonly ratePerSec: number | null }) => void;
  /**
   * Called when the warm-up has ended. Resolves with the instant of `process.hrtime.bigint()` at which the measured phase is to
   * begin; rejects when it shall not.
   */
  ready(): Promise<bigint>;
  /** Called with the instant at which it did begin; of several threads, the last. */
  readonly began?: (atHrNs: bigint) => void;
}
