import { readFileSync } from 'node:fs';

/** What the kernel says of a process's resident memory, in bytes; null where there is no /proc, or the process is gone. */
export interface ProcessMemory {
  readonly rssBytes: number;
  readonly peakRssBytes: number;
}

export function readProcessMemory(pid: number): ProcessMemory | null {
  let status: string;
  try {
    status = readFileSync(`/proc/${pid}/status`, 'latin1');
  } catch {
    return null;
  }
  const rss = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  const peak = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
  if (rss === undefined || peak === undefined) return null;
  return { rssBytes: Number(rss) * 1024, peakRssBytes: Number(peak) * 1024 };
}
