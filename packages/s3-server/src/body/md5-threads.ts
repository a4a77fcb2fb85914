import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { inlineMd5, type Md5 } from './md5.js';
import { md5WorkerSource, type WorkerAnswer } from './md5-worker.js';
import { ThreadMd5 } from './thread-md5.js';

/** Smaller bodies are hashed sooner than another thread is told of them. */
const leastBytes = 2 ** 20;
const mostThreads = 4;

interface Md5Thread {
  readonly worker: Worker;
  readonly underWay: Map<number, ThreadMd5>;
}

/**
 * Computes the MD5s of large bodies in threads of their own, begun when first needed. MD5 is the slowest thing that happens to a byte and
 * cannot be parallelised within a body. Beside SHA-256 in the thread that reads the socket, 100 MB signed came at 259 MiB/s, with a thread
 * for it at 334, on two cores that ran the client too; on one core it costs (272 to 214).
 */
export class Md5Threads {
  readonly #most: number;
  readonly #threads: Md5Thread[] = [];
  #count = 0;

  /** @param threads 0 computes everything in this thread. Default: one per core but one, 1 to 4. */
  constructor(threads?: number) {
    this.#most = threads ?? Math.max(1, Math.min(mostThreads, availableParallelism() - 1));
  }

  /** An MD5 for a body of this size. */
  readonly create = (sizeBytes: number): Md5 => {
    if (sizeBytes < leastBytes || this.#most === 0) return inlineMd5(sizeBytes);
    const { worker, underWay } = this.#leastBusy();
    const id = this.#count++;
    const md5 = new ThreadMd5(
      (message) => worker.postMessage({ id, ...message }),
      () => underWay.delete(id),
    );
    underWay.set(id, md5);
    return md5;
  };

  /** Ends the threads; what they had under way fails. */
  async close(): Promise<void> {
    await Promise.all(this.#threads.splice(0).map(({ worker }) => worker.terminate()));
  }

  #leastBusy(): Md5Thread {
    const idle = this.#threads.find(({ underWay }) => underWay.size === 0);
    if (idle !== undefined) return idle;
    if (this.#threads.length < this.#most) return this.#begin();
    return this.#threads.reduce((a, b) => (b.underWay.size < a.underWay.size ? b : a));
  }

  #begin(): Md5Thread {
    const thread = {
      worker: new Worker(md5WorkerSource, { eval: true }),
      underWay: new Map<number, ThreadMd5>(),
    };
    const fail = (error: Error): void => {
      const at = this.#threads.indexOf(thread);
      if (at !== -1) this.#threads.splice(at, 1);
      for (const md5 of [...thread.underWay.values()]) md5.fail(error);
    };
    thread.worker.on('message', ({ id, slot, md5 }: WorkerAnswer) =>
      thread.underWay.get(id)?.answered(slot, md5),
    );
    thread.worker.on('error', fail);
    thread.worker.on('exit', () => fail(new Error('The thread that computes MD5s has ended.')));
    // A process may end although a thread waits for work.
    thread.worker.unref();
    this.#threads.push(thread);
    return thread;
  }
}
