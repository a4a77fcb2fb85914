import { isOpenLoad, type Load, type TargetUsage, type TrialRecord } from '@benchwright/result-schema';
import { waitUntil } from '../clock/wait-until.js';
import { coreSpeedPerSec } from '../health/core-speed.js';
import { HealthMonitor } from '../health/health-monitor.js';
import { TargetUsageMonitor } from '../health/target-usage.js';
import { growYoungGeneration } from '../health/young-generation.js';
import { LoadLoop, type LoopEnd } from '../loop/load-loop.js';
import { divideLoads } from '../pace/divide-loads.js';
import { type Slice, WHOLE } from '../pace/slice-load.js';
import { TrialRecorder } from '../record/trial-recorder.js';
import { ArrivalPacing } from './arrival-pacing.js';
import type { Driver, DriverOptions, TrialRequest } from './driver.js';
import { PhaseSink } from './phase-sink.js';
import { ProgressSampler } from './progress-sampler.js';
import { warmUpParts } from './warm-up-parts.js';

/** The class of requests that an interruption or the end of a drain cut off. */
export const CANCELLED = 'CANCELLED';

/**
 * Opens the transport and returns what drives loads over it.
 *
 * @throws TargetUnreachableError from the transport when nothing can be reached
 */
export async function createDriver(options: DriverOptions): Promise<Driver> {
  const sink = new PhaseSink();
  await options.transport.open(sink);
  return new TransportDriver(options, sink);
}

/** A request whose loads are this generator's own. */
interface DividedRequest extends TrialRequest {
  readonly slice: Slice;
}

class TransportDriver implements Driver {
  readonly #o: DriverOptions;
  readonly #sink: PhaseSink;
  readonly #usage: TargetUsageMonitor | null;
  readonly #pacing: ArrivalPacing;
  /** Read where the warm-up ends, which workers do apart: their trials must begin at the instant agreed. */
  #speedBeforePerSec: number | null = null;

  constructor(options: DriverOptions, sink: PhaseSink) {
    this.#o = options;
    this.#sink = sink;
    const { clock, slice = WHOLE, pacer } = options;
    this.#pacing = new ArrivalPacing({ clock, slice, ...(pacer ? { pacer } : {}) });
    this.#usage = options.targetPid ? new TargetUsageMonitor(options.targetPid) : null;
  }

  async runTrial(given: TrialRequest): Promise<TrialRecord> {
    const request = this.#divide(given);
    const warmup = await this.#warmUp(request);
    const { clock, outcomes } = this.#o;
    const { wireBytes } = this.#o.transport;
    const health = new HealthMonitor(clock);
    await this.#usage?.begin();
    await this.#startTogether(request);
    const startedAt = new Date().toISOString();
    const wireOut = wireBytes?.bytesOut() ?? 0;
    const wireIn = wireBytes?.bytesIn() ?? 0;
    const asPart = this.#o.slice !== undefined || request.ctx.part !== undefined;
    const recorder = new TrialRecorder(outcomes, clock.nowNs(), asPart);
    health.start();
    const end = await this.#runPhase(request, request.load, recorder, 'measure', () => health.sampleMemory());
    const durationNs = Math.max(1, end.endNs - end.startNs);
    const open = isOpenLoad(request.load);
    const figures = health.stop({
      pacer: this.#pacing.paced(request.load),
      wallNs: durationNs,
      idleSpinNs: end.idleSpinNs,
      sendLagP99Ns: recorder.sendLagP99Ns,
      queueHighWater: end.queueHighWater,
      open: open ? { arrivalLagP99Ns: recorder.arrivalLagP99Ns, backlogAtEnd: end.backlogAtEnd } : null,
    });
    const speed = this.#coreSpeedAround();
    const target: TargetUsage | null = (await this.#usage?.end()) ?? null;
    const bytes = recorder.bytes();
    return {
      type: 'trial',
      v: 1,
      cell: request.cell,
      trial: request.trial,
      load: request.load,
      startedAt,
      durationNs,
      warmup,
      interrupted: end.cutShort,
      counts: recorder.counts(),
      bytes: wireBytes
        ? { ...bytes, out: wireBytes.bytesOut() - wireOut, in: wireBytes.bytesIn() - wireIn }
        : bytes,
      connections: recorder.connections(),
      distributions: recorder.distributions(),
      series: recorder.series(),
      health: { ...figures, ...speed },
      target,
      extra: request.extra?.() ?? {},
    };
  }

  async close(): Promise<void> {
    await Promise.all([this.#pacing.close(), this.#o.transport.close()]);
  }

  async warmUp(request: TrialRequest): Promise<TrialRecord['warmup']> {
    return this.#warmUp(this.#divide(request));
  }

  #divide(request: TrialRequest): DividedRequest {
    const { load, warmup, ctx, divided } = request;
    if (divided !== undefined) return { ...request, slice: divided };
    return { ...request, ...divideLoads({ load, warmup }, ctx.part, this.#o.slice) };
  }

  /** Where others offer the rest of the trial: tells that this part is warm, and waits for the instant at which all begin. */
  async #startTogether({ ctx: { part, signal } }: DividedRequest): Promise<void> {
    if (part === undefined || signal.aborted) return;
    await waitUntil(await part.ready(), signal);
    part.began?.(process.hrtime.bigint());
  }

  async #warmUp(request: DividedRequest): Promise<TrialRecord['warmup']> {
    // Arrivals of a schedule are late by every collection; closed loads keep the heap that their application would have.
    if (isOpenLoad(request.load)) growYoungGeneration();
    const warmup = await this.#warmUpUncounted(request);
    // Workers begin the trial itself at an instant agreed: a thread that it needs must be there by then.
    await this.#pacing.prepare(request.load, this.#shareOf(request));
    this.#speedBeforePerSec ??= coreSpeedPerSec(this.#o.clock);
    return warmup;
  }

  #coreSpeedAround(): Pick<TrialRecord['health'], 'coreSpeed'> {
    const beforePerSec = this.#speedBeforePerSec;
    this.#speedBeforePerSec = null;
    const afterPerSec = coreSpeedPerSec(this.#o.clock);
    return beforePerSec === null || afterPerSec === null ? {} : { coreSpeed: { beforePerSec, afterPerSec } };
  }

  /** Of what the threads of this process offer together, which the pacing knows of, what they offer of the whole. */
  #shareOf({ slice }: DividedRequest): number {
    return (this.#o.slice?.of ?? 1) / slice.of;
  }

  async #warmUpUncounted(request: DividedRequest): Promise<TrialRecord['warmup']> {
    if (request.warmup === null || request.ctx.signal.aborted) return { requests: 0, durationNs: 0 };
    // The same recorder as the trial's, thrown away: what the trial runs through is then compiled for it before it begins.
    // Its own compilation must not fall between the warm-up and the trial.
    coreSpeedPerSec(this.#o.clock);
    let requests = 0;
    let durationNs = 0;
    // So must what the watcher's reports of collections do to the queue of Immediates: with the first of them in a trial, V8 threw the
    // turns of the loop away and compiled them anew for 300 ms.
    const health = new HealthMonitor(this.#o.clock);
    health.start();
    try {
      for (const part of warmUpParts(request.warmup)) {
        const recorder = new TrialRecorder(this.#o.outcomes, this.#o.clock.nowNs());
        const end = await this.#runPhase(request, part, recorder, 'warmup', () => {});
        requests += recorder.ok + recorder.failed;
        durationNs += Math.max(0, end.endNs - end.startNs);
        if (end.cutShort) break;
      }
    } finally {
      health.cancel();
    }
    return { requests, durationNs };
  }

  async #runPhase(
    request: DividedRequest,
    load: Load,
    observer: TrialRecorder,
    phase: 'warmup' | 'measure',
    onSample: () => void,
  ): Promise<LoopEnd> {
    const { transport, clock, outcomes } = this.#o;
    const createArrivalWaker = await this.#pacing.prepare(load, this.#shareOf(request));
    const loop = new LoadLoop({
      load,
      seed: request.ctx.trialSeed,
      slice: request.slice,
      transport,
      clock,
      createArrivalWaker,
      observer,
      maxQueued: this.#o.maxQueued ?? Number.POSITIVE_INFINITY,
      drainTimeoutNs: this.#o.drainTimeoutNs,
      stopAfterErrors: this.#o.stopAfterErrors ?? Number.POSITIVE_INFINITY,
      cancelledOutcome: outcomes.codeOf(CANCELLED),
    });
    const { signal } = request.ctx;
    const abort = (): void => loop.abort();
    const sampler = new ProgressSampler({ request, load, phase, loop, observer, clock, onSample });
    this.#sink.enter(loop, phase === 'measure' ? observer : null);
    signal.addEventListener('abort', abort, { once: true });
    try {
      const ended = loop.run();
      if (signal.aborted) loop.abort();
      sampler.start();
      return await ended;
    } finally {
      sampler.stop();
      signal.removeEventListener('abort', abort);
      this.#sink.leave();
    }
  }
}
