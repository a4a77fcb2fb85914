import { readdirSync, readFileSync } from 'node:fs';

/** Reads a small file; null when it is not there. Injected in tests. */
export interface ProcReader {
  read(path: string): string | null;
  list(path: string): readonly string[];
}

const realReader: ProcReader = {
  read(path) {
    try {
      return readFileSync(path, 'latin1');
    } catch {
      return null;
    }
  },
  list(path) {
    try {
      return readdirSync(path);
    } catch {
      return [];
    }
  },
};

/**
 * CPU time of a process in nanoseconds, all its threads together, from /proc/PID/task/TID/schedstat: the tick counts
 * of /proc/PID/stat advance in steps of 10 ms, longer than a short trial. Null where the kernel does not offer it.
 * Time of threads that have ended is not in it.
 */
export function processCpuNs(pid: number, reader: ProcReader = realReader): number | null {
  let total = 0;
  let seen = false;
  for (const tid of reader.list(`/proc/${pid}/task`)) {
    const onCpuNs = Number(reader.read(`/proc/${pid}/task/${tid}/schedstat`)?.split(' ')[0] ?? Number.NaN);
    if (Number.isNaN(onCpuNs)) continue;
    total += onCpuNs;
    seen = true;
  }
  return seen ? total : null;
}
