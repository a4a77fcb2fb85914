import {
  type Clock,
  createOperationTransport,
  type OutcomeTable,
  type Transport,
} from '@benchwright/load-driver';
import type { CellSpec } from '../cell-spec.js';
import { ItemPool } from '../items/item-pool.js';
import { createItemOperation, type OperationHooks, prepareSlots } from '../operation.js';
import { createCellEncryptor } from './cell-encryptor.js';
import { decryptOnlyWork } from './decrypt-only.js';
import { encryptOnlyWork } from './encrypt-only.js';
import { createItemCryptor, type ItemCryptor } from './item-cryptor.js';
import type { ItemWork } from './item-work.js';
import { roundTripWork } from './round-trip.js';

/** Nothing here waits for anybody, so an operation that takes this long hangs. */
export const OPERATION_TIMEOUT_NS = 600e9;

/** What a thread needs to know to work on a cell. Plain data: it can be sent to one. */
export interface ItemTransportOptions {
  readonly spec: CellSpec;
  readonly tableName: string;
  readonly seed: number;
}

/** Where and how the work of a cell is done. */
export interface ItemTransportPlace {
  readonly clock: Clock;
  readonly outcomes: OutcomeTable;
  /** Items under way at once. */
  readonly slots: number;
  readonly lane: number;
  readonly hooks?: OperationHooks;
  /** What a new thread does before anything else. */
  readonly rehearsal?: () => Promise<void>;
  /** Payloads to draw; default as many as the pool likes. */
  readonly items?: number;
}

/** The cryptor of a cell, over an encryptor of its own. */
export function cellCryptor({ spec, tableName, seed }: ItemTransportOptions): ItemCryptor {
  return createItemCryptor(spec.format, createCellEncryptor(spec, tableName, seed));
}

/** The work of a cell that needs no table. */
export function cryptorWork(
  options: ItemTransportOptions,
  { slots, lane, items }: Pick<ItemTransportPlace, 'slots' | 'lane' | 'items'>,
  cryptor: ItemCryptor = cellCryptor(options),
): ItemWork {
  const { spec, seed } = options;
  const pool = new ItemPool(spec, { seed, lane, ...(items === undefined ? {} : { items }) });
  switch (spec.test) {
    case 'encrypt':
      return encryptOnlyWork({ spec, pool, cryptor, slots });
    case 'decrypt':
      return decryptOnlyWork({ spec, pool, cryptor, slots });
    default:
      return roundTripWork({ spec, pool, cryptor, slots });
  }
}

/** The work of a cell as a transport that the load driver can drive. Sockets to the ports given are watched for wire bytes. */
export function createItemTransport(
  work: ItemWork,
  place: ItemTransportPlace,
  timeoutNs: number,
  observePorts: readonly number[] = [],
): Transport {
  const { clock, outcomes, slots, hooks, rehearsal } = place;
  const operation = createItemOperation(work, { clock, slots, ...(hooks === undefined ? {} : { hooks }) });
  return createOperationTransport(operation, {
    slots,
    timeoutNs,
    clock,
    outcomes,
    open: async () => {
      await rehearsal?.();
      await work.open?.();
      prepareSlots(work, slots);
    },
    close: async () => work.close?.(),
    ...(observePorts.length === 0 ? {} : { observePorts }),
  });
}
