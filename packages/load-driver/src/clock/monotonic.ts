import { performance } from 'node:perf_hooks';

export const NS_PER_MS = 1e6;

/** The machine's monotonic clock, in nanoseconds since this thread began. */
export function monotonicNs(): number {
  return performance.now() * NS_PER_MS;
}
