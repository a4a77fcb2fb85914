import { totalmem } from 'node:os';
import type { Clock } from '@benchwright/load-driver';
import { BenchwrightError } from '@benchwright/result-schema';
import { findListeningPid } from './listening-process.js';
import {
  type MonitoringSample,
  type MonitoringSummary,
  sampleBetween,
  summarizeSamples,
  type TimedReading,
} from './monitoring-sample.js';
import { type ProcessReading, readProcess } from './process-reading.js';

/** There is no such process to watch. */
export class NoSuchProcessError extends BenchwrightError {
  constructor(pid: number) {
    super('ERR_NO_SUCH_PROCESS', `there is no process ${pid} on this machine`, {
      hint: 'look for it with `ps`, or name the port it listens on: --port',
    });
  }
}

export interface MonitorOptions {
  /** The process, or the port that it listens on. */
  readonly process: { readonly pid: number } | { readonly port: number };
  readonly everyMs: number;
  readonly clock: Clock & { wallMs?(): number };
  /** Gets every sample as it is made. */
  readonly onSample?: (sample: MonitoringSample) => void;
  /** Reads the process; for tests. */
  readonly read?: (pid: number) => Promise<ProcessReading | null>;
  readonly memoryBytes?: number;
}

/** A process that is being watched. */
export interface Monitor {
  readonly pid: number;
  /** Resolves when the process has ended by itself or `stop` was called. */
  readonly ended: Promise<void>;
  readonly samples: readonly MonitoringSample[];
  /** Takes a last sample and ends. What was seen stays: a process that died has the samples up to then. */
  stop(): Promise<MonitoringSummary>;
}

/** A shorter rest than this says little: CPU time advances in steps of 10 ms. */
const SHORTEST_REST_NS = 100e6;

/**
 * Watches a process of this machine: a sample every `everyMs`, due by the clock and not by when the last one was done. Costs a few file reads
 * in this process per sample, none in the one watched.
 *
 * @throws ListenerError when nothing listens on the port; NoSuchProcessError when there is no such process
 */
export async function startMonitor(options: MonitorOptions): Promise<Monitor> {
  const pid = 'pid' in options.process ? options.process.pid : await findListeningPid(options.process.port);
  const monitor = new ProcessMonitor(pid, options);
  await monitor.start();
  return monitor;
}

class ProcessMonitor implements Monitor {
  readonly samples: MonitoringSample[] = [];
  readonly ended: Promise<void>;
  readonly #options: MonitorOptions;
  readonly #waker;
  readonly #read: (pid: number) => Promise<ProcessReading | null>;
  #last: TimedReading | null = null;
  #dueNs = 0;
  #under: Promise<void> = Promise.resolve();
  #end: () => void = () => {};
  #died = false;
  #stopped = false;

  constructor(
    readonly pid: number,
    options: MonitorOptions,
  ) {
    this.#options = options;
    this.#read = options.read ?? readProcess;
    this.#waker = options.clock.createWaker(() => {
      this.#under = this.#sample().then(() => this.#plan());
    }, false);
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  async start(): Promise<void> {
    this.#last = await this.#readNow();
    if (this.#last === null) throw new NoSuchProcessError(this.pid);
    this.#dueNs = this.#last.atNs;
    this.#plan();
  }

  async stop(): Promise<MonitoringSummary> {
    if (!this.#stopped) {
      this.#stopped = true;
      this.#waker.cancel();
      await this.#under;
      const restNs = this.#options.clock.nowNs() - (this.#last?.atNs ?? 0);
      if (!this.#died && restNs >= SHORTEST_REST_NS) await this.#sample();
      this.#end();
    }
    return summarizeSamples(this.pid, this.samples, this.#died);
  }

  /** Due times that were missed, as when the machine slept, are left out, not made up for. */
  #plan(): void {
    if (this.#died || this.#stopped) return;
    const everyNs = this.#options.everyMs * 1e6;
    const missed = Math.floor((this.#options.clock.nowNs() - this.#dueNs) / everyNs);
    this.#dueNs += everyNs * Math.max(1, missed + 1);
    this.#waker.wakeAt(this.#dueNs);
  }

  async #sample(): Promise<void> {
    const before = this.#last;
    const after = await this.#readNow();
    const isSame = before?.reading.startTicks === after?.reading.startTicks;
    if (before === null || after === null || !isSame) {
      this.#died = true;
      this.#end();
      return;
    }
    const { clock, memoryBytes = totalmem(), onSample } = this.#options;
    const sample = sampleBetween(before, after, { atMs: clock.wallMs?.() ?? Date.now(), memoryBytes });
    this.#last = after;
    this.samples.push(sample);
    onSample?.(sample);
  }

  async #readNow(): Promise<TimedReading | null> {
    const reading = await this.#read(this.pid);
    return reading === null ? null : { atNs: this.#options.clock.nowNs(), reading };
  }
}
