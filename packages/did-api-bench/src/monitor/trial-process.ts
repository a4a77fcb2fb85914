import type { Clock } from '@benchwright/load-driver';
import type { TrialRecord } from '@benchwright/result-schema';
import { type Monitor, startMonitor } from './monitor.js';
import { readProcess } from './process-reading.js';
import { keptFigures } from './trial-process-figures.js';

/** Four small files and one folder a second: nothing that the load would feel, where looking at each of a thousand sockets would be. */
const EVERY_MS = 1000;

/**
 * Watches the target's process through each trial, where it runs on this machine: what the driver's own figures of it (CPU, memory) do not
 * have. A process that cannot be read, or has gone, leaves the record as it is: the load itself tells of that.
 */
export class TrialProcess {
  readonly #pid: number | null;
  readonly #clock: Clock;
  #monitor: Monitor | null = null;

  constructor(pid: number | null, clock: Clock) {
    this.#pid = pid;
    this.#clock = clock;
  }

  /** After the warm-up. Never throws. */
  async begin(): Promise<void> {
    if (this.#pid === null) return;
    const read = (pid: number) => readProcess(pid, { sockets: false });
    const options = { process: { pid: this.#pid }, everyMs: EVERY_MS, clock: this.#clock, read };
    this.#monitor = await startMonitor(options).catch(() => null);
  }

  /** The trial's record with what was seen. Never throws. */
  async finish(record: TrialRecord): Promise<TrialRecord> {
    const summary = (await this.#monitor?.stop()) ?? null;
    this.#monitor = null;
    if (summary === null) return record;
    return { ...record, extra: { ...record.extra, ...keptFigures(summary) } };
  }
}
