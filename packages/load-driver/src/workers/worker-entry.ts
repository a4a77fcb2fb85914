import { parentPort, workerData } from 'node:worker_threads';
import type { TrialRecord } from '@benchwright/result-schema';
import { createRealClock } from '../clock/real-clock.js';
import { waitUntil } from '../clock/wait-until.js';
import { createDriver } from '../run/create-driver.js';
import type { Driver, TrialRequest } from '../run/driver.js';
import { OutcomeTable } from '../transport/outcome-table.js';
import type {
  FirstErrors,
  FromWorker,
  ToWorker,
  WorkerBirth,
  WorkerFailure,
  WorkerTrial,
} from './messages.js';
import type { WorkerTransportModule } from './worker-transport.js';

/** The main function of a worker thread: opens its transport, then runs its part of each trial as told. */
async function main(birth: WorkerBirth): Promise<void> {
  const clock = createRealClock();
  const outcomes = new OutcomeTable();
  const { createWorkerTransport } = (await import(birth.module)) as WorkerTransportModule;
  const { slice, drainTimeoutNs, maxQueued, stopAfterErrors, pacer } = birth;
  const transport = await createWorkerTransport(birth.options, { clock, outcomes, slice });
  const driver = await createDriver({
    transport,
    clock,
    outcomes,
    slice,
    drainTimeoutNs,
    maxQueued,
    stopAfterErrors,
    ...(pacer === null ? {} : { pacer }),
  });
  const saidAt = (errorClass: string): string | undefined =>
    transport.firstErrorOf?.(outcomes.codeOf(errorClass));
  new WorkerTrials(driver, saidAt).listen();
  post({ type: 'open' });
}

class WorkerTrials {
  readonly #driver: Driver;
  readonly #saidAt: (errorClass: string) => string | undefined;
  #abort = new AbortController();
  #request: TrialRequest | null = null;
  #warmup = { requests: 0, durationNs: 0 };

  constructor(driver: Driver, saidAt: (errorClass: string) => string | undefined) {
    this.#driver = driver;
    this.#saidAt = saidAt;
  }

  listen(): void {
    parentPort?.on('message', (message: ToWorker) => {
      this.#obey(message).catch((error: unknown) => post({ type: 'failed', error: failureOf(error) }));
    });
  }

  async #obey(message: ToWorker): Promise<void> {
    switch (message.type) {
      case 'prepare':
        return this.#prepare(message.trial);
      case 'go':
        return this.#go(message.atHrNs);
      case 'abort':
        this.#abort.abort();
        return;
      case 'close':
        await this.#driver.close();
        post({ type: 'closed' });
        parentPort?.close();
    }
  }

  async #prepare({ cell, trial, trialSeed, load, warmup, slice }: WorkerTrial): Promise<void> {
    this.#abort = new AbortController();
    this.#request = {
      cell,
      trial,
      load,
      warmup,
      divided: slice,
      ctx: {
        signal: this.#abort.signal,
        trialSeed,
        events: (event) => {
          if (event.type === 'trial-progress') post({ type: 'progress', progress: event.progress });
        },
      },
    };
    this.#warmup = await this.#driver.warmUp(this.#request);
    post({ type: 'warm' });
  }

  async #go(atHrNs: bigint): Promise<void> {
    if (this.#request === null) return;
    await waitUntil(atHrNs, this.#abort.signal);
    const beganAtHrNs = process.hrtime.bigint();
    const record = await this.#driver.runTrial({ ...this.#request, warmup: null });
    const firstErrors = this.#firstErrorsOf(record);
    post({ type: 'done', record: { ...record, warmup: this.#warmup }, firstErrors, beganAtHrNs });
  }

  #firstErrorsOf({ counts }: TrialRecord): FirstErrors {
    const said = Object.keys(counts.errors).map(
      (errorClass) => [errorClass, this.#saidAt(errorClass)] as const,
    );
    return Object.fromEntries(said.filter((entry): entry is [string, string] => entry[1] !== undefined));
  }
}

function post(message: FromWorker): void {
  parentPort?.postMessage(message);
}

function failureOf(error: unknown): WorkerFailure {
  if (!(error instanceof Error)) return { code: 'ERR_WORKER', message: String(error) };
  const { code = 'ERR_WORKER', address, tried, hint } = error as Error & Partial<WorkerFailure>;
  return {
    code,
    message: error.message,
    ...(address === undefined ? {} : { address }),
    ...(tried === undefined ? {} : { tried }),
    ...(hint === undefined ? {} : { hint }),
  };
}

main(workerData as WorkerBirth).catch((error: unknown) => {
  post({ type: 'failed', error: failureOf(error) });
  parentPort?.close();
});
