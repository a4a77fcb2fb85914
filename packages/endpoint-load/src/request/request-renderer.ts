import { InvalidRequestError, type RequestSource } from '@benchwright/load-driver';
import type { CompiledRequest } from './compile-request.js';
import { fixedBytes } from './compile-request.js';
import { MOST_DIGITS, SlotBuffer, UUID_LENGTH } from './slot-buffer.js';

/** What `createRequestSource` gives out, and in which order. Plain data: it can be sent to a thread. */
export interface RequestSet {
  readonly requests: readonly CompiledRequest[];
  /** Request number `n` is `requests[order[n % order.length]]`; without an order, they take turns. */
  readonly order: Uint32Array | null;
  readonly seed: number;
}

/** Which requests of the run a source gives: numbers `index`, `index + of`, `index + 2·of` … */
export interface SourceSlice {
  readonly index: number;
  readonly of: number;
}

/**
 * Gives the requests of a run one after the other, over all its trials: the numbering never starts again, so that `{{seq}}`
 * is unique. What stands in request `n` depends on the seed and on `n` alone.
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
  { index, of }: SourceSlice,
): RequestSource {
  if (requests.length === 0) throw new InvalidRequestError('table', 'holds no requests');
  const fixed = requests.map((request) => asBuffer(fixedBytes(request)));
  const sequence = order ?? Uint32Array.from(requests, (_, i) => i);
  const only = requests.length === 1 ? fixed[0] : null;
  if (only) return { bytesFor: () => only };
  const buffers: (SlotBuffer | undefined)[] = new Array<undefined>(slots).fill(undefined);
  const capacity = Math.max(...requests.map(largestSize));
  let number = index;
  let cursor = index % sequence.length;
  const step = of % sequence.length;
  return {
    bytesFor: (slot) => {
      const which = sequence[cursor]!;
      const n = number;
      number += of;
      cursor += step;
      if (cursor >= sequence.length) cursor -= sequence.length;
      const ready = fixed[which];
      if (ready) return ready;
      buffers[slot] ??= new SlotBuffer(capacity);
      return buffers[slot].render(requests[which]!, seed, n);
    },
  };
}

/** The most bytes that a request can have, whatever its fields give. */
function largestSize({ pieces, fields }: CompiledRequest): number {
  const text = pieces.reduce((sum, piece) => sum + piece.length, 0);
  return fields.reduce((sum, { kind }) => sum + (kind === 'uuid' ? UUID_LENGTH : MOST_DIGITS), text);
}

/** `socket.write` makes a Buffer of any other Uint8Array, anew for every request: better once, here. */
function asBuffer(bytes: Uint8Array | null): Buffer | null {
  if (bytes === null || Buffer.isBuffer(bytes)) return bytes;
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
