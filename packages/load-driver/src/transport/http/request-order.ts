import { InvalidRequestError } from './invalid-request-error.js';

/** Throws InvalidRequestError when a table of so many requests is empty, or an order of them is or points outside of it. */
export function checkRequestOrder(requests: number, order: Uint32Array | undefined): void {
  if (requests === 0) throw new InvalidRequestError('table', 'holds no requests');
  if (order?.length === 0) throw new InvalidRequestError('order', 'is empty');
  const outside = order?.find((index) => index >= requests);
  if (outside === undefined) return;
  throw new InvalidRequestError('order', `points at request ${outside} of a table of ${requests}`);
}
