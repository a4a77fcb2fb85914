import { readFileSync } from 'node:fs';
import {
  type IntervalHistogram,
  monitorEventLoopDelay,
  PerformanceObserver,
  performance,
} from 'node:perf_hooks';
import type { Health } from '@benchwright/result-schema';
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

/**
 * Watches this process while it generates load: CPU, event loop, garbage collection, memory, and the share of CPU that
 * the hypervisor took. Starting and stopping it costs well under a millisecond; in between, a 10 ms timer.
 */
export class HealthMonitor {
  readonly #delay: IntervalHistogram = monitorEventLoopDelay({ resolution: DELAY_RESOLUTION_MS });
  readonly #gc: PerformanceObserver;
  #gcPauseNs = 0;
  #cpu = process.cpuUsage();
  #utilization = performance.eventLoopUtilization();
  #ticks: CpuTicks | null = null;
  #wallAheadNs = 0;
  #throttledNs: number | null = null;
  #maxRssBytes = 0;

  constructor() {
    this.#gc = new PerformanceObserver((list) => this.#addPauses(list.getEntries()));
  }

  start(): void {
    this.#gc.observe({ entryTypes: ['gc'] });
    this.#delay.enable();
    this.#cpu = process.cpuUsage();
    this.#utilization = performance.eventLoopUtilization();
    this.#ticks = readCpuTicks();
    this.#throttledNs = throttledNs();
    this.#wallAheadNs = wallAheadNs();
    this.sampleMemory();
  }

  /** To be called now and then; the kernel's own high-water mark never goes down, so a trial needs its own. */
  sampleMemory(): void {
    this.#maxRssBytes = Math.max(this.#maxRssBytes, process.memoryUsage.rss());
  }

  stop(figures: LoopFigures): Health {
    const cpu = process.cpuUsage(this.#cpu);
    const utilization = performance.eventLoopUtilization(this.#utilization);
    const ticks = readCpuTicks();
    const clockStepNs = wallAheadNs() - this.#wallAheadNs;
    const throttled = throttledNs();
    this.#delay.disable();
    this.#addPauses(this.#gc.takeRecords());
    this.#gc.disconnect();
    this.sampleMemory();
    const wallNs = Math.max(1, figures.wallNs);
    const resolutionNs = DELAY_RESOLUTION_MS * 1e6;
    const sampled = this.#delay.count > 0;
    return {
      pacer: figures.pacer,
      cpuShare: ((cpu.user + cpu.system) * 1000) / wallNs,
      busyShare: Math.max(0, utilization.utilization - figures.idleSpinNs / wallNs),
      eventLoopDelayP99Ns: sampled ? Math.max(0, this.#delay.percentile(99) - resolutionNs) : 0,
      eventLoopDelayMaxNs: sampled ? Math.max(0, this.#delay.max - resolutionNs) : 0,
      sendLagP99Ns: figures.sendLagP99Ns,
      stealShare: stealShareBetween(this.#ticks, ticks),
      gcPauseNs: this.#gcPauseNs,
      maxRssBytes: this.#maxRssBytes,
      queueHighWater: figures.queueHighWater,
      ...figures.open,
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
