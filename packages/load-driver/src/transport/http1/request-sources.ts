import { checkRequestOrder } from '../http/request-order.js';
import type { RequestSource } from '../transport.js';

/** The same request every time. */
export function fixedRequest(request: Uint8Array): RequestSource {
  const bytes = asBuffer(request);
  return { bytesFor: () => bytes };
}

/**
 * Requests out of a table: request number `sequence` is `requests[order[sequence % order.length]]`. The order is made
 * beforehand (from a seed), so that a run can be repeated and nothing is drawn while measuring. Without one, the table
 * is gone through in turn. Throws InvalidRequestError when the table or the order is empty, or the order points outside
 * of the table.
 */
export function requestTable(requests: readonly Uint8Array[], order?: Uint32Array): RequestSource {
  const table = requests.map(asBuffer);
  checkRequestOrder(table.length, order);
  if (order === undefined) return { bytesFor: (_slot, sequence) => table[sequence % table.length]! };
  return { bytesFor: (_slot, sequence) => table[order[sequence % order.length]!]! };
}

/** `socket.write` makes a Buffer of any other Uint8Array, anew for every request: better once, here. */
function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
