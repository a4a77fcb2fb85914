import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { hashWorkerSource, type WorkerAnswer } from './hash-worker.js';
import { type HashName, inlineHash, type StreamHash } from './stream-hash.js';
import { ThreadHash } from './thread-hash.js';

/** Smaller bodies are hashed sooner than another thread is told of them. */
const leastBytes = 2 ** 20;
const mostThreads = 4;

interface HashThread {
  readonly worker: Worker;
  readonly underWay: Map<number, ThreadHash>;
}

/**
 * Computes hashes of large bodies in threads of their own, begun when first needed: they are the slowest thing that happens to a byte, and
 * cannot be parallelised within a body. 100 MB signed, on two cores that ran the client too: with an MD5 ETag 501 MiB/s in place of 324, without one
 * 808 in place of 650; on one core a thread costs a tenth.
 */
export class HashThreads {
  readonly #most: number;
  readonly #threads: HashThread[] = [];
  #count = 0;

  /** @param threads 0 computes everything in this thread. Default: one per core but one, 1 to 4. */
  constructor(threads?: number) {
    this.#most = threads ?? Math.max(1, Math.min(mostThreads, availableParallelism() - 1));
  }

  /**
   * A hash for a body of this size. MD5, of which a core does half as much as of SHA-256, always goes to a thread; SHA-256 only to one that has nothing to do, so the
   * MD5 of the same body is to be made first.
   */
  readonly create = (name: HashName, sizeBytes: number): StreamHash => {
    const thread = sizeBytes < leastBytes ? undefined : this.#threadFor(name);
    if (thread === undefined) return inlineHash(name, sizeBytes);
    const { worker, underWay } = thread;
    const id = this.#count++;
    const hash = new ThreadHash(
      name,
      (message) => worker.postMessage({ id, ...message }),
      () => underWay.delete(id),
    );
    underWay.set(id, hash);
    return hash;
  };

  /** Ends the threads; what they had under way fails. */
  async close(): Promise<void> {
    await Promise.all(this.#threads.splice(0).map(({ worker }) => worker.terminate()));
  }

  #threadFor(name: HashName): HashThread | undefined {
    if (this.#most === 0) return undefined;
    const idle = this.#threads.find(({ underWay }) => underWay.size === 0);
    if (idle !== undefined) return idle;
    if (this.#threads.length < this.#most) return this.#begin();
    if (name === 'sha256') return undefined;
    return this.#threads.reduce((a, b) => (b.underWay.size < a.underWay.size ? b : a));
  }

  #begin(): HashThread {
    const thread = {
      worker: new Worker(hashWorkerSource, { eval: true }),
      underWay: new Map<number, ThreadHash>(),
    };
    const fail = (error: Error): void => {
      const at = this.#threads.indexOf(thread);
      if (at !== -1) this.#threads.splice(at, 1);
      for (const hash of [...thread.underWay.values()]) hash.fail(error);
    };
    thread.worker.on('message', ({ id, slot, hex }: WorkerAnswer) =>
      thread.underWay.get(id)?.answered(slot, hex),
    );
    thread.worker.on('error', fail);
    thread.worker.on('exit', () => fail(new Error('The thread that computes hashes has ended.')));
    // A process may end although a thread waits for work.
    thread.worker.unref();
    this.#threads.push(thread);
    return thread;
  }
}
