import type { RequestSource } from '@benchwright/load-driver';
import type { CompiledRequest } from './compile-request.js';
import { fixedBytes } from './compile-request.js';
import { FieldValues, mostBytes } from './field-values.js';
import { RequestCounter, type SourceSlice } from './request-order.js';
import { SlotBuffer } from './slot-buffer.js';

/** What a source gives out, and in which order. Plain data: it can be sent to a thread. */
export interface RequestSet<Compiled = CompiledRequest> {
  readonly requests: readonly Compiled[];
  /** Request number `n` is `requests[order[n % order.length]]`; without an order, they take turns. */
  readonly order: Uint32Array | null;
  readonly seed: number;
}

/**
 * Gives the requests of a run one after the other. What stands in request `n` depends on the seed and on `n` alone.
 *
 * Requests without fields are given as they are. Of the others each slot keeps one buffer, in which the values are
 * written in place; pieces are copied only when the width of a value has changed (one time in ten for `{{int 1 10000}}`).
 * Nothing is allocated per request. Memory: slots × the largest request.
 *
 * @throws InvalidRequestError when the set is empty
 */
export function createRequestSource(
  { requests, order, seed }: RequestSet,
  slots: number,
  slice: SourceSlice,
): RequestSource {
  const counter = new RequestCounter(requests.length, order, slice);
  const fixed = requests.map((request) => asBuffer(fixedBytes(request)));
  const only = requests.length === 1 ? fixed[0] : null;
  if (only) return { bytesFor: () => only };
  const capacity = requests.reduce((most, request) => Math.max(most, largestSize(request)), 0);
  const buffers: (SlotBuffer | undefined)[] = new Array<undefined>(slots).fill(undefined);
  const values = Array.from({ length: slots }, () => new FieldValues());
  return {
    bytesFor: (slot) => {
      const n = counter.number;
      const which = counter.next();
      const ready = fixed[which];
      if (ready) return ready;
      const { pieces, fields } = requests[which]!;
      const moved = values[slot]!.draw(fields, seed, n);
      buffers[slot] ??= new SlotBuffer(capacity);
      return buffers[slot].render(pieces, values[slot]!, 0, moved);
    },
  };
}

/** The most bytes that a request can have, whatever its fields give. */
function largestSize({ pieces, fields }: CompiledRequest): number {
  return pieces.reduce((sum, piece) => sum + piece.length, mostBytes(fields));
}

/** `socket.write` makes a Buffer of any other Uint8Array, anew for every request: better once, here. */
function asBuffer(bytes: Uint8Array | null): Buffer | null {
  if (bytes === null || Buffer.isBuffer(bytes)) return bytes;
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
