import type { TrialRecord } from '@benchwright/result-schema';
import { TargetUsageMonitor } from '../health/target-usage.js';
import type { PacerName } from '../pace/choose-pacer.js';
import { type DividedLoads, divideLoads } from '../pace/divide-loads.js';
import { nestSlices, sliceLoad } from '../pace/slice-load.js';
import type { Driver, TrialRequest } from '../run/driver.js';
import type { TrialProgress } from '../suite/events.js';
import { LoadWorker, WorkerError } from './load-worker.js';
import { mergeParts } from './merge-parts.js';
import type { FirstErrors, WorkerBirth } from './messages.js';
import { mergeProgress } from './worker-progress.js';

export interface WorkerDriverOptions {
  /** How many threads offer the load together. */
  readonly workers: number;
  /** URL of a module that exports `createWorkerTransport` (see `WorkerTransportModule`). */
  readonly module: URL;
  /** Given to it in every worker; must survive a structured clone. */
  readonly options: unknown;
  readonly drainTimeoutNs: number;
  readonly maxQueued?: number;
  readonly stopAfterErrors?: number;
  readonly targetPid?: number | null;
  /** How open loads are paced. Default: chosen by rate and idle cores. */
  readonly pacer?: PacerName;
}

/** A driver that also passes on what its workers heard of failures. */
export interface WorkerDriver extends Driver {
  /** What was said at the first error of this class in any trial so far; of several workers, to the one that is named first. */
  firstErrorOf(errorClass: string): string | undefined;
}

/** Between "all are warm" and the common start: longer than a message to a busy thread takes. */
const START_AHEAD_NS = 5_000_000n;

/**
 * A driver whose load is offered by several threads, each with a slice of the plan: the slices sum to the whole exactly,
 * all begin at the same instant, and their records are merged by bucket. A worker that dies makes the trial invalid
 * (WORKER_LOST); it is replaced for the next one.
 *
 * @throws TargetUnreachableError when a worker cannot reach the target
 */
export async function createWorkerDriver(options: WorkerDriverOptions): Promise<WorkerDriver> {
  const driver = new ThreadedDriver(options);
  await driver.open();
  return driver;
}

class ThreadedDriver implements WorkerDriver {
  readonly #o: WorkerDriverOptions;
  readonly #workers: LoadWorker[] = [];
  readonly #usage: TargetUsageMonitor | null;
  readonly #firstErrors = new Map<string, string>();

  constructor(options: WorkerDriverOptions) {
    this.#o = options;
    this.#usage = options.targetPid ? new TargetUsageMonitor(options.targetPid) : null;
  }

  /** Starts the threads that are missing: all of them at first, those that died later. */
  async open(): Promise<void> {
    const opening: Promise<unknown>[] = [];
    for (let index = 0; index < this.#o.workers; index++) {
      if (this.#workers[index] && !this.#workers[index]!.isLost) continue;
      const worker = new LoadWorker(this.#birth(index));
      this.#workers[index] = worker;
      opening.push(worker.next('open'));
    }
    const results = await Promise.allSettled(opening);
    const failed = results.find((result) => result.status === 'rejected');
    if (failed === undefined) return;
    await this.close();
    throw failed.reason;
  }

  /** The workers warm up as part of the trial, so that all begin it together. */
  async warmUp(): Promise<TrialRecord['warmup']> {
    return { requests: 0, durationNs: 0 };
  }

  async runTrial(request: TrialRequest): Promise<TrialRecord> {
    const divided = divideLoads(request, request.ctx.part);
    await this.open();
    const faults: NonNullable<TrialRecord['faults']> = [];
    const lost = (index: number) => (error: unknown) => {
      faults.push({
        code: 'WORKER_LOST',
        text: `worker ${index + 1} of ${this.#o.workers}: ${messageOf(error)}`,
      });
      return null;
    };
    const active = this.#workers.flatMap((worker, index) => this.#partOf(request, divided, worker, index));
    const abort = (): void => {
      for (const { worker } of active) worker.send({ type: 'abort' });
    };
    request.ctx.signal.addEventListener('abort', abort, { once: true });
    try {
      this.#relayProgress(
        request,
        active.map(({ worker }) => worker),
      );
      const warm = await Promise.all(
        active.map((part) =>
          part
            .prepare()
            .then(() => part)
            .catch(lost(part.index)),
        ),
      );
      if (request.ctx.signal.aborted) abort();
      const ready = warm.filter((part) => part !== null);
      await this.#usage?.begin();
      const atHrNs = await startOf(request);
      const done = await Promise.all(ready.map((part) => part.go(atHrNs).catch(lost(part.index))));
      const target = (await this.#usage?.end()) ?? null;
      const whole = done.filter((part) => part !== null);
      for (const { firstErrors } of whole) this.#keep(firstErrors);
      tellBegin(
        request,
        whole.map(({ beganAtHrNs }) => beganAtHrNs),
      );
      const records = whole.map(({ record }) => record);
      if (records.length === 0) {
        throw new WorkerError({ code: 'ERR_WORKERS_LOST', message: faults.map((f) => f.text).join('; ') });
      }
      const merged = mergeParts(records, { load: divided.load, target, faults });
      return { ...merged, extra: { ...merged.extra, ...request.extra?.() } };
    } finally {
      request.ctx.signal.removeEventListener('abort', abort);
    }
  }

  firstErrorOf(errorClass: string): string | undefined {
    return this.#firstErrors.get(errorClass);
  }

  #keep(firstErrors: FirstErrors): void {
    for (const [errorClass, said] of Object.entries(firstErrors)) {
      if (!this.#firstErrors.has(errorClass)) this.#firstErrors.set(errorClass, said);
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.splice(0).map((worker) => worker.close()));
  }

  /** What a worker does of this trial; nothing when the load is too small to reach it. */
  #partOf(request: TrialRequest, divided: DividedLoads, worker: LoadWorker, index: number) {
    const slice = { index, of: this.#o.workers };
    const load = sliceLoad(divided.load, slice);
    if (load === null) return [];
    const { cell, trial } = request;
    const warmup = divided.warmup === null ? null : sliceLoad(divided.warmup, slice);
    const place = nestSlices(divided.slice, slice);
    const prepare = async (): Promise<void> => {
      const warm = worker.next('warm');
      worker.send({
        type: 'prepare',
        trial: { cell, trial, trialSeed: request.ctx.trialSeed, load, warmup, slice: place },
      });
      await warm;
    };
    const go = async (atHrNs: bigint) => {
      const done = worker.next('done');
      worker.send({ type: 'go', atHrNs });
      return await done;
    };
    return [{ worker, index, prepare, go }];
  }

  #relayProgress(request: TrialRequest, workers: readonly LoadWorker[]): void {
    const latest: (TrialProgress | null)[] = workers.map(() => null);
    for (const [i, worker] of workers.entries()) {
      worker.onProgress = ({ progress }) => {
        latest[i] = progress;
        // One event per round of samples: when the first worker reports again.
        const merged = i === 0 ? mergeProgress(latest) : null;
        if (merged) request.ctx.events({ type: 'trial-progress', progress: merged });
      };
    }
  }

  #birth(index: number): WorkerBirth {
    const { module, options, drainTimeoutNs } = this.#o;
    return {
      module: module.href,
      options,
      slice: { index, of: this.#o.workers },
      drainTimeoutNs,
      maxQueued: this.#o.maxQueued ?? Number.POSITIVE_INFINITY,
      stopAfterErrors: this.#o.stopAfterErrors ?? Number.POSITIVE_INFINITY,
      pacer: this.#o.pacer ?? null,
    };
  }
}

/** When the threads begin: what all parts of the trial agree on, or, where this is all of it, as soon as every thread can know. */
async function startOf({ ctx: { part, signal } }: TrialRequest): Promise<bigint> {
  if (part === undefined || signal.aborted) return process.hrtime.bigint() + START_AHEAD_NS;
  return part.ready();
}

function tellBegin({ ctx: { part } }: TrialRequest, beganAtHrNs: readonly bigint[]): void {
  if (part?.began === undefined || beganAtHrNs.length === 0) return;
  const [last = 0n] = [...beganAtHrNs].sort((a, b) => (a < b ? 1 : -1));
  part.began(last);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
