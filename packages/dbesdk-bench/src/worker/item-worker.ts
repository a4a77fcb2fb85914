import type { Transport, WorkerTransportContext } from '@benchwright/load-driver';
import {
  cellCryptor,
  createItemTransport,
  cryptorWork,
  type ItemTransportOptions,
  OPERATION_TIMEOUT_NS,
} from '../work/item-transport.js';
import { quickSpec, rehearse } from '../work/rehearsal.js';

/** Nearly all that the engine compiles is compiled then: threads are new in every trial, and share the time of its warm-up. */
const REHEARSALS = 500;

/** Called in each thread: one item at a time, of items of its own. See `WorkerTransportModule`. */
export function createWorkerTransport(options: unknown, ctx: WorkerTransportContext): Transport {
  const { clock, outcomes, slice } = ctx;
  const { spec, tableName, seed } = options as ItemTransportOptions;
  const quick = quickSpec(spec);
  const place = {
    clock,
    outcomes,
    slots: 1,
    lane: slice.index,
    rehearsal: () =>
      rehearse(quick, cellCryptor({ spec: quick, tableName, seed }), { seed, times: REHEARSALS }),
  };
  return createItemTransport(cryptorWork({ spec, tableName, seed }, place), place, OPERATION_TIMEOUT_NS);
}
