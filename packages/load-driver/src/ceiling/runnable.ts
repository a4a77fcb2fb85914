import { readFileSync } from 'node:fs';

/**
 * Time for which the main thread of a process ran or waited for a processor, in nanoseconds since it began: a thread that others keep
 * from running looks idle by its CPU time alone. From /proc/PID/schedstat of its first task (proc(5)); null where there is none.
 */
export function runnableNs(pid: number, read: (path: string) => string = readText): number | null {
  try {
    const [runNs, waitNs] = read(`/proc/${pid}/task/${pid}/schedstat`).split(' ').map(Number);
    const sum = (runNs ?? Number.NaN) + (waitNs ?? Number.NaN);
    return Number.isNaN(sum) ? null : sum;
  } catch {
    return null;
  }
}

function readText(path: string): string {
  return readFileSync(path, 'latin1');
}
