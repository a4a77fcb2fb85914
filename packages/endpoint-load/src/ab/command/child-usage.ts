import { readFileSync } from 'node:fs';

/** Ticks of /proc are hundredths of a second on every Linux that Node runs on (USER_HZ is 100 for all programs). */
const NS_PER_TICK = 10e6;
/** The kernel keeps the high-water mark: what a reading misses is what memory grew after the last one. */
const SAMPLE_MS = 10;

export interface ChildCpu {
  readonly userNs: number;
  readonly systemNs: number;
}

/**
 * CPU time of all children of this process that have ended and been waited for, theirs included; null where the system does not tell
 * (it does on Linux, in steps of 10 ms). Node has no other way to it: `process.resourceUsage()` is about this process alone.
 */
export function endedChildrenCpu(): ChildCpu | null {
  try {
    const text = readFileSync('/proc/self/stat', 'latin1');
    // The name of the program stands in parentheses and may hold anything.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const [user, system] = [Number(fields[13]), Number(fields[14])];
    if (!Number.isFinite(user) || !Number.isFinite(system)) return null;
    return { userNs: user * NS_PER_TICK, systemNs: system * NS_PER_TICK };
  } catch {
    return null;
  }
}

/** Watches how much memory a process has had resident at most; `stop` gives it in bytes, null where it was never read. */
export function watchPeakRss(pid: number): { stop(): number | null } {
  let peak: number | null = null;
  const read = (): void => {
    peak = peakRssBytes(pid) ?? peak;
  };
  read();
  const timer = setInterval(read, SAMPLE_MS);
  return {
    stop: () => {
      clearInterval(timer);
      return peak;
    },
  };
}

function peakRssBytes(pid: number): number | null {
  try {
    const kiB = /^VmHWM:\s*(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1];
    return kiB === undefined ? null : Number(kiB) * 1024;
  } catch {
    return null;
  }
}
