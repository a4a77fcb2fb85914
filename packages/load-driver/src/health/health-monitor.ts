import { readFileSync } from 'node:fs';
import {
  type IntervalHistogram,
  monitorEventLoopDelay,
  PerformanceObserver,
  performance,
} from 'node:perf_hooks';
import type { Health } from '@benchwright/result-schema';
import type { Clock } from '../clock/clock.js';
import { throttledNs } from './cpu-throttling.js';
import { type CpuTicks, parseCpuTicks, stealShareBetween } from './cpu-ticks.js';

/** Timer resolution of the event-loop delay samples: finer costs CPU that the load needs. */
const DELAY_RESOLUTION_MS = 10;

/** What the driver knows of its own pacing and queueing, to be joined with what the process tells. */
export interface LoopFigures {
  readonly pacer: Health['pacer'];
  readonly wallNs: number;
  readonly idleSpinNs: number;
  readonly sendLagP99Ns: number;
  readonly queueHighWater: number;
  /** What only an open load has. */
  readonly open: { readonly arrivalLagP99Ns: number; readonly backlogAtEnd: number } | null;
}

/** What the process and the machine tell, as against the driver. */
type MachineFigures = Omit<
  Health,
  'pacer' | 'sendLagP99Ns' | 'maxRssBytes' | 'queueHighWater' | 'arrivalLagP99Ns' | 'backlogAtEnd'
>;

const UNTOUCHED: MachineFigures = {
  cpuShare: 0,
  busyShare: 0,
  eventLoopDelayP99Ns: 0,
  eventLoopDelayMaxNs: 0,
  stealShare: null,
  gcPauseNs: 0,
};

/**
 * Watches this process while it generates load: CPU, event loop, garbage collection, memory, and the share of CPU that
 * the hypervisor took. Starting and stopping it costs well under a millisecond; in between, a 10 ms timer. In virtual time
 * the generator's work takes none, and what the machine does in the few milliseconds of a simulation is no part of it: one
 * stolen tick of 10 ms would else be most of a simulated trial and make it invalid.
 */
export class HealthMonitor {
  readonly #clock: Clock;
  readonly #delay: IntervalHistogram = monitorEventLoopDelay({ resolution: DELAY_RESOLUTION_MS });
  readonly #gc: PerformanceObserver;
  #gcPauseNs = 0;
  #cpu: NodeJS.CpuUsage = { user: 0, system: 0 };
  #utilization = performance.eventLoopUtilization();
  #ticks: CpuTicks | null = null;
  #wallAheadNs = 0;
  #throttledNs: number | null = null;
  #maxRssBytes = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#gc = new PerformanceObserver((list) => this.#addPauses(list.getEntries()));
  }

  start(): void {
    this.sampleMemory();
    if (this.#clock.virtual) return;
    this.#gc.observe({ entryTypes: ['gc'] });
    this.#delay.enable();
    this.#cpu = process.cpuUsage();
    this.#utilization = performance.eventLoopUtilization();
    this.#ticks = readCpuTicks();
    this.#throttledNs = throttledNs();
    this.#wallAheadNs = wallAheadNs();
  }

  /** To be called now and then; the kernel's own high-water mark never goes down, so a trial needs its own. */
  sampleMemory(): void {
    this.#maxRssBytes = Math.max(this.#maxRssBytes, process.memoryUsage.rss());
  }

  stop(figures: LoopFigures): Health {
    const { pacer, sendLagP99Ns, queueHighWater } = figures;
    const machine = this.#clock.virtual ? UNTOUCHED : this.#stopWatching(figures);
    this.sampleMemory();
    const maxRssBytes = this.#maxRssBytes;
    return { pacer, sendLagP99Ns, maxRssBytes, queueHighWater, ...figures.open, ...machine };
  }

  /** Ends it without asking what it saw. */
  cancel(): void {
    this.#delay.disable();
    this.#gc.disconnect();
  }

  #stopWatching({ wallNs: tookNs, idleSpinNs }: LoopFigures): MachineFigures {
    const cpu = process.cpuUsage(this.#cpu);
    const utilization = performance.eventLoopUtilization(this.#utilization);
    const ticks = readCpuTicks();
    const clockStepNs = wallAheadNs() - this.#wallAheadNs;
    const throttled = throttledNs();
    this.#delay.disable();
    this.#addPauses(this.#gc.takeRecords());
    this.#gc.disconnect();
    const wallNs = Math.max(1, tookNs);
    const resolutionNs = DELAY_RESOLUTION_MS * 1e6;
    const sampled = this.#delay.count > 0;
    return {
      cpuShare: ((cpu.user + cpu.system) * 1000) / wallNs,
      busyShare: Math.max(0, utilization.utilization - idleSpinNs / wallNs),
      eventLoopDelayP99Ns: sampled ? Math.max(0, this.#delay.percentile(99) - resolutionNs) : 0,
      eventLoopDelayMaxNs: sampled ? Math.max(0, this.#delay.max - resolutionNs) : 0,
      stealShare: stealShareBetween(this.#ticks, ticks),
      gcPauseNs: this.#gcPauseNs,
      clockStepNs,
      ...(throttled === null || this.#throttledNs === null
        ? {}
        : { throttledShare: Math.max(0, throttled - this.#throttledNs) / wallNs }),
    };
  }

  #addPauses(entries: readonly { readonly duration: number }[]): void {
    for (const entry of entries) this.#gcPauseNs += entry.duration * 1e6;
  }
}

/** How far the wall clock is ahead of the monotonic one: constant until somebody sets it, or the machine sleeps. */
function wallAheadNs(): number {
  return (Date.now() - performance.now()) * 1e6;
}

function readCpuTicks(): CpuTicks | null {
  try {
    return parseCpuTicks(readFileSync('/proc/stat', 'latin1'));
  } catch {
    return null;
  }
}
