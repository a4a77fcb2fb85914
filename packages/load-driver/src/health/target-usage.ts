import type { TargetUsage } from '@benchwright/result-schema';
import pidusage from 'pidusage';
import { processCpuNs } from './cpu-time.js';

/**
 * CPU time and memory of a process on this machine between `begin` and `end`, memory by pidusage (which reads
 * /proc on Linux and asks ps or gwmi elsewhere), CPU time by the scheduler's own count where there is one. A process that is gone is no error: usage is then null.
 */
export class TargetUsageMonitor {
  readonly #pid: number;
  #beginCpuNs: number | null = null;
  #maxRssBytes = 0;

  constructor(pid: number) {
    this.#pid = pid;
  }

  async begin(): Promise<void> {
    this.#maxRssBytes = 0;
    this.#beginCpuNs = (await this.#read())?.cpuNs ?? null;
  }

  /** Between the two, now and then: keeps the highest resident set. */
  async sample(): Promise<void> {
    await this.#read();
  }

  async end(): Promise<TargetUsage | null> {
    const now = await this.#read();
    if (now === null || this.#beginCpuNs === null) return null;
    return {
      pid: this.#pid,
      cpuNs: Math.max(0, now.cpuNs - this.#beginCpuNs),
      rssBytes: now.rssBytes,
      maxRssBytes: this.#maxRssBytes,
    };
  }

  async #read(): Promise<{ cpuNs: number; rssBytes: number } | null> {
    try {
      const { ctime, memory } = await pidusage(this.#pid);
      this.#maxRssBytes = Math.max(this.#maxRssBytes, memory);
      return { cpuNs: processCpuNs(this.#pid) ?? ctime * 1e6, rssBytes: memory };
    } catch {
      return null;
    }
  }
}
