import { Worker } from 'node:worker_threads';
import { BenchwrightError } from '@benchwright/result-schema';
import { TargetUnreachableError } from '../transport/target-unreachable-error.js';
import { workerEntryUrl } from '../worker-url.js';
import type { FromWorker, ToWorker, WorkerBirth, WorkerFailure } from './messages.js';

/** A generator thread failed in a way that is not the target's. */
export class WorkerError extends BenchwrightError {
  constructor({ code, message }: WorkerFailure) {
    super(code === 'ERR_TARGET_UNREACHABLE' ? 'ERR_WORKER' : code, `a load worker failed: ${message}`);
  }
}

type Reply<T extends FromWorker['type']> = Extract<FromWorker, { type: T }>;

/** One generator thread: asked and answered, one thing at a time. A thread that dies rejects whatever waits for it. */
export class LoadWorker {
  readonly #worker: Worker;
  #lost: Error | null = null;
  #waiting: {
    type: FromWorker['type'];
    resolve: (m: FromWorker) => void;
    reject: (e: Error) => void;
  } | null = null;
  onProgress: (message: Reply<'progress'>) => void = () => {};

  constructor(birth: WorkerBirth) {
    this.#worker = new Worker(workerEntryUrl, { workerData: birth });
    this.#worker.on('message', (message: FromWorker) => this.#onMessage(message));
    this.#worker.on('error', (error) => this.#lose(error));
    this.#worker.on('exit', (code) => this.#lose(new Error(`it ended with code ${code}`)));
  }

  get isLost(): boolean {
    return this.#lost !== null;
  }

  send(message: ToWorker): void {
    this.#worker.postMessage(message);
  }

  /** Resolves with the next message of this type. Rejects when the worker fails or is lost. */
  next<T extends FromWorker['type']>(type: T): Promise<Reply<T>> {
    if (this.#lost) return Promise.reject(this.#lost);
    return new Promise((resolve, reject) => {
      this.#waiting = { type, resolve: (message) => resolve(message as Reply<T>), reject };
    });
  }

  /** Ends the thread, closing its connections first; never rejects. */
  async close(): Promise<void> {
    if (!this.#lost) {
      const closed = this.next('closed').catch(() => undefined);
      this.send({ type: 'close' });
      await closed;
    }
    await this.#worker.terminate();
  }

  #onMessage(message: FromWorker): void {
    if (message.type === 'progress') {
      this.onProgress(message);
      return;
    }
    const waiting = this.#waiting;
    this.#waiting = null;
    if (message.type === 'failed') waiting?.reject(errorOf(message.error));
    else if (waiting?.type === message.type) waiting.resolve(message);
  }

  #lose(error: Error): void {
    this.#lost ??= error;
    this.#waiting?.reject(this.#lost);
    this.#waiting = null;
  }
}

function errorOf(failure: WorkerFailure): Error {
  const { code, address, tried, hint } = failure;
  if (code === 'ERR_TARGET_UNREACHABLE' && address !== undefined) {
    return new TargetUnreachableError(address, tried ?? [], hint ?? '');
  }
  return new WorkerError(failure);
}
