import type { Transport, WorkerTransportContext } from '@benchwright/load-driver';
import {
  createItemTransport,
  cryptorWork,
  type ItemTransportOptions,
  OPERATION_TIMEOUT_NS,
} from '../work/item-transport.js';

/** Called in each thread: one item at a time, of items of its own. See `WorkerTransportModule`. */
export function createWorkerTransport(options: unknown, ctx: WorkerTransportContext): Transport {
  const { clock, outcomes, slice } = ctx;
  const place = { clock, outcomes, slots: 1, lane: slice.index };
  return createItemTransport(
    cryptorWork(options as ItemTransportOptions, place),
    place,
    OPERATION_TIMEOUT_NS,
  );
}
