import type { Load } from '@benchwright/result-schema';

/** A part this short would end before anything in it is compiled. */
const LEAST_REQUESTS = 500;
const LEAST_NS = 100e6;

/**
 * A warm-up in two parts that together offer the same load. Where a phase ends and the next begins with a recorder and a loop of
 * its own, V8 throws away what it had compiled on the assumption that there is only one of each, and compiles it anew for 300 ms:
 * on a core shared with the compiler that was most of what came late in a trial. With two parts this happens between them, before
 * anything counts. Staged loads and short ones stay whole. Pure.
 */
export function warmUpParts(load: Load): readonly Load[] {
  if (load.model === 'iterations') {
    const half = Math.floor(load.count / 2);
    if (half < Math.max(LEAST_REQUESTS, load.concurrency)) return [load];
    return [
      { ...load, count: half },
      { ...load, count: load.count - half },
    ];
  }
  if (!('durationNs' in load) || Math.floor(load.durationNs / 2) < LEAST_NS) return [load];
  const half = Math.floor(load.durationNs / 2);
  return [
    { ...load, durationNs: half },
    { ...load, durationNs: load.durationNs - half },
  ];
}
