import { buildPlan } from '@benchwright/load-driver';
import type { Load, Plan, PlanCell } from '@benchwright/result-schema';
import type { OperationName } from '../operations.js';
import type { CodecId } from './codec-names.js';
import type { SerializationConfig } from './config.js';

/** What one cell does, as its factors say it. */
export interface SerialFactors {
  readonly operation: OperationName;
  readonly message: 'request' | 'response';
  readonly direction: 'encode' | 'decode';
  readonly codec: CodecId;
  /** Users per message; 1 where the operation has no size. */
  readonly size: number;
  /** Messages per batch, which is what the clock is read around. */
  readonly batch: number;
}

const DIRECTIONS = ['encode', 'decode'] as const;
const MESSAGES = ['request', 'response'] as const;

/** Takes some milliseconds: what the driver does between batches is then less than a hundredth of it. */
const USERS_PER_BATCH = 2048;
const SMALLEST_BATCH = 8;
/** Five orders of three items on average are about as much as so many users. */
const USERS_PER_ORDERS = 16;

/** A cell for each codec, direction, message and operation, where there is something to do. Pure. */
export function planSerialization(config: SerializationConfig, seed: number): Plan {
  const load: Load = { model: 'closed', concurrency: 1, durationNs: config.duration };
  const cells = config.operations.flatMap((operation) =>
    MESSAGES.flatMap((message) =>
      DIRECTIONS.flatMap((direction) =>
        config.codecs
          .filter((codec) => hasWork(codec, direction, message, operation))
          .map((codec): PlanCell => {
            const size = sizeOf(operation, config);
            const batch = Math.max(SMALLEST_BATCH, Math.ceil(USERS_PER_BATCH / weightOf(operation, size)));
            const factors = { operation, message, direction, codec, size, batch } satisfies SerialFactors;
            const id = `${operation}-${message}-${direction}-${codec}`;
            return { id, factors, trialLoads: Array.from({ length: config.trials }, () => load) };
          }),
      ),
    ),
  );
  return buildPlan(cells, seed);
}

/** The factors of a cell, typed. The plan put them there. */
export function serialFactorsOf({ factors }: Pick<PlanCell, 'factors'>): SerialFactors {
  return factors as unknown as SerialFactors;
}

/** Users per message of an operation. */
function sizeOf(
  operation: OperationName,
  { pageSize, searchLimit, bulkSize }: Pick<SerializationConfig, 'pageSize' | 'searchLimit' | 'bulkSize'>,
): number {
  switch (operation) {
    case 'listUsers':
      return pageSize;
    case 'searchUsers':
      return searchLimit;
    case 'bulkCreateUsers':
      return bulkSize;
    default:
      return 1;
  }
}

function weightOf(operation: OperationName, size: number): number {
  return operation === 'getUserOrders' ? USERS_PER_ORDERS : size;
}

/** REST has no body for what only reads, and two of the codecs only encode. */
function hasWork(
  codec: CodecId,
  direction: SerialFactors['direction'],
  message: SerialFactors['message'],
  operation: OperationName,
): boolean {
  const isJson = codec === 'json' || codec === 'json-compiled';
  const hasBody = message === 'response' || operation === 'createUser' || operation === 'bulkCreateUsers';
  if (isJson && !hasBody) return false;
  // What a server answers with is no way to make a request.
  const serverOnly = codec === 'json-compiled' || codec === 'protobuf-reused';
  return !serverOnly || (direction === 'encode' && message === 'response');
}
