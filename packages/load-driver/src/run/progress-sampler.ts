import type { Load } from '@benchwright/result-schema';
import type { Clock, Waker } from '../clock/clock.js';
import type { LoadLoop } from '../loop/load-loop.js';
import { plannedDurationNs } from '../pace/pacer.js';
import type { TrialRecorder } from '../record/trial-recorder.js';
import type { TrialRequest } from './driver.js';

const SAMPLE_EVERY_NS = 250e6;

interface ProgressSource {
  readonly request: TrialRequest;
  readonly load: Load;
  readonly phase: 'warmup' | 'measure';
  readonly loop: LoadLoop;
  readonly observer: TrialRecorder;
  readonly clock: Clock;
  readonly onSample: () => void;
}

/** Turns the recorder's counters into progress events four times a second: the hot path knows nothing of it. */
export class ProgressSampler {
  readonly #source: ProgressSource;
  readonly #waker: Waker;
  #startNs = 0;
  #lastNs = 0;
  #lastDone = 0;
  #lastCpu = process.cpuUsage();

  constructor(source: ProgressSource) {
    this.#source = source;
    this.#waker = source.clock.createWaker(() => this.#sample(), false);
  }

  start(): void {
    this.#startNs = this.#source.clock.nowNs();
    this.#lastNs = this.#startNs;
    this.#lastCpu = process.cpuUsage();
    this.#waker.wakeAt(this.#startNs + SAMPLE_EVERY_NS);
  }

  stop(): void {
    this.#waker.cancel();
  }

  #sample(): void {
    const { request, load, phase, loop, observer, clock, onSample } = this.#source;
    const nowNs = clock.nowNs();
    const done = observer.ok + observer.failed;
    const planned = plannedDurationNs(load);
    const recorder = phase === 'measure' ? observer : null;
    const { offered, dropped, errors } = observer.counts();
    const cpu = process.cpuUsage(this.#lastCpu);
    const sinceNs = Math.max(1, nowNs - this.#lastNs);
    request.ctx.events({
      type: 'trial-progress',
      progress: {
        cell: request.cell,
        trial: request.trial,
        phase,
        elapsedNs: nowNs - this.#startNs,
        ok: observer.ok,
        failed: observer.failed,
        offered,
        dropped,
        errors,
        inFlight: loop.inFlight,
        queued: loop.queued,
        ratePerSec: ((done - this.#lastDone) * 1e9) / sinceNs,
        responseP50Ns: recorder?.responseQuantileNs(0.5) ?? 0,
        responseP99Ns: recorder?.responseQuantileNs(0.99) ?? 0,
        recentP50Ns: recorder?.recentP50Ns ?? 0,
        recentP99Ns: recorder?.recentP99Ns ?? 0,
        sendLagP99Ns: recorder?.sendLagP99Ns ?? 0,
        cpuShare: ((cpu.user + cpu.system) * 1000) / sinceNs,
        remainingRequests: load.model === 'iterations' ? load.count - done : null,
        remainingNs: planned === null ? null : Math.max(0, planned - (nowNs - this.#startNs)),
      },
    });
    onSample();
    this.#lastNs = nowNs;
    this.#lastDone = done;
    this.#lastCpu = process.cpuUsage();
    this.#waker.wakeAt(nowNs + SAMPLE_EVERY_NS);
  }
}
