import type { Clock } from '../clock/clock.js';

/** One burst lasts about 0.1 ms: short enough to fit between two interruptions, long enough to be timed. */
const STEPS = 50_000;
const BURSTS = 10;
/** Bursts until the compiler has settled; once per process. */
const WARM_UP_BURSTS = 200;

let warm = false;
let sink = 1;

/**
 * How fast the core that runs this is now: steps per second of a chain of shifts that depends on nothing but the clock frequency.
 * The quickest of ten bursts counts, so that being interrupted does not look like a slow core: on a 2-core VM the
 * readings kept within 0.1 % when idle and 3 % with a competitor pinned to the same core. Works where no cpufreq
 * is to be seen, as in most VMs. Takes 1 ms (20 ms the first time). Null in virtual time, where work takes none.
 */
export function coreSpeedPerSec(clock: Clock): number | null {
  if (burstNs(clock) === 0) return null;
  for (let i = 0; !warm && i < WARM_UP_BURSTS; i++) burstNs(clock);
  warm = true;
  let quickestNs = Number.POSITIVE_INFINITY;
  for (let i = 0; i < BURSTS; i++) quickestNs = Math.min(quickestNs, burstNs(clock));
  return quickestNs > 0 ? (STEPS * 1e9) / quickestNs : null;
}

function burstNs(clock: Clock): number {
  const beginNs = clock.nowNs();
  sink = shifts(sink);
  return clock.nowNs() - beginNs;
}

/** Xorshift (Marsaglia 2003): each step needs the one before, so no core can overlap them, and no compiler drop them. */
function shifts(seed: number): number {
  let x = seed | 1;
  for (let i = 0; i < STEPS; i++) {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
  }
  return x;
}
