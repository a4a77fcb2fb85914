import type { SourceSlice } from '../request/request-order.js';

/** How many connections a worker has. The shares of all sum to the total. */
export function shareOf(total: number, { index, of }: SourceSlice): number {
  return Math.floor(total / of) + (index < total % of ? 1 : 0);
}

/**
 * How many threads offer the load. `auto` is one on one or two cores; else half of the cores, so that the kernel's network
 * work (and the target, when it runs here) keep the rest. Never more than there are connections, and with pipelining only a
 * number that divides them, so that the shares of connections and of requests under way are the same. Pure.
 */
export function workerCount(
  wanted: number | 'auto',
  { connections, pipeline }: { readonly connections: number; readonly pipeline: number },
  cores: number,
): number {
  if (wanted !== 'auto') return wanted;
  let workers = Math.min(Math.max(1, Math.floor(cores / 2)), connections);
  while (pipeline > 1 && connections % workers !== 0) workers--;
  return workers;
}
