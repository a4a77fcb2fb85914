import type { Clock } from '../clock/clock.js';

/** One burst lasts about 0.1 ms: short enough to fit between two interruptions, long enough to be timed. */
const STEPS = 50_000;
const BURSTS = 10;
/** Bursts at most, where the first ten were slower than this process has known its core to be: 10 ms. */
const MOST_BURSTS = 100;
/** A reading within this share of the fastest is as good as it. */
const AS_FAST = 0.99;
/** Bursts until the compiler has settled; once per process. */
const WARM_UP_BURSTS = 200;

let warm = false;
let sink = 1;
let fastestPerSec = 0;

/**
 * How fast the core that runs this gets through a fixed calculation now: steps per second of a chain of shifts that waits for neither memory
 * nor anybody. The quickest burst counts, so that being interrupted does not look like a slow core. Ten are timed; where they were slower than
 * this process has seen, up to a hundred, for what interrupts comes and goes within 10 ms, and a lower frequency stays. What is left is the
 * frequency, heat, the hypervisor, and others on the same physical core, which cannot be told apart. On a 2-core VM with a load average of 10 to
 * 14, readings of ten bursts spread by 18 % (160 readings, 410 to 499 a µs), those of a hundred by 0.2 %; with nobody else at work in it by 3 %, which no
 * process in it explains. Works where no cpufreq is to be seen, as in most VMs. Takes 1 to 10 ms (20 ms more the first time). Null in
 * virtual time, where work takes none.
 */
export function coreSpeedPerSec(clock: Clock): number | null {
  if (clock.virtual) return null;
  for (let i = 0; !warm && i < WARM_UP_BURSTS; i++) burstNs(clock);
  warm = true;
  let quickestNs = Number.POSITIVE_INFINITY;
  for (let i = 0; i < BURSTS || (i < MOST_BURSTS && perSec(quickestNs) < AS_FAST * fastestPerSec); i++) {
    quickestNs = Math.min(quickestNs, burstNs(clock));
  }
  if (quickestNs <= 0) return null;
  fastestPerSec = Math.max(fastestPerSec, perSec(quickestNs));
  return perSec(quickestNs);
}

function perSec(burstTookNs: number): number {
  return (STEPS * 1e9) / burstTookNs;
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
