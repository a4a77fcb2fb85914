import { expect } from './expect.js';

/** Handles that stay by nature: the test runner's pipes and the like are in the baseline. */
export interface Leaks {
  /** Throws when, after a while for closing, more is open than at the start or a process still lives. */
  check(pids: readonly number[]): Promise<void>;
}

const CLOSE_WITHIN_MS = 3000;

/** Long enough for handles that earlier work is closing to be gone: they would hide as many new ones. */
const QUIET_MS = 50;

/** Remembers what is open once nothing closes any more. */
export async function watchLeaks(): Promise<Leaks> {
  let before = countResources();
  for (let settled = false; !settled; ) {
    await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
    const now = countResources();
    settled = [...before].every(([type, n]) => (now.get(type) ?? 0) >= n);
    before = now;
  }
  return {
    async check(pids) {
      const deadline = performance.now() + CLOSE_WITHIN_MS;
      let left = describeLeaks(before, pids);
      while (left.length > 0 && performance.now() < deadline) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        left = describeLeaks(before, pids);
      }
      expect(left.length === 0, `left behind: ${left.join(', ')}`);
    },
  };
}

function describeLeaks(before: ReadonlyMap<string, number>, pids: readonly number[]): string[] {
  const leaks: string[] = [];
  for (const [type, n] of countResources()) {
    const extra = n - (before.get(type) ?? 0);
    if (extra > 0) leaks.push(`${extra} × ${type}`);
  }
  for (const pid of pids) if (isAlive(pid)) leaks.push(`process ${pid}`);
  return leaks;
}

/** Timers come and go with the test runner; sockets, servers and children do not. */
function countResources(): Map<string, number> {
  const counts = new Map<string, number>();
  for (const type of process.getActiveResourcesInfo()) {
    if (/TCP|TLS|Process|Pipe|Server/.test(type)) counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  return counts;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
