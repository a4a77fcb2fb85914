import { readFileSync, writeFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';

/** Places in the shared memory of sampler and sampled. */
export const STATE = 0;
export const PEAK_KIB = 1;
export const STOP = 1;

const KIB = 1024;

/**
 * The highest resident set of this process since `reset`: sampled once a millisecond by a thread and, where Linux allows,
 * the kernel's own high-water mark, which misses nothing between two samples.
 */
export class RssPeak {
  readonly #cells: Int32Array<SharedArrayBuffer>;
  readonly #sampler: Worker;
  #kernelMark = false;

  private constructor(sampler: Worker, cells: Int32Array<SharedArrayBuffer>) {
    this.#sampler = sampler;
    this.#cells = cells;
  }

  /** Starts the sampler; resolves when it runs. */
  static async start(entry: URL): Promise<RssPeak> {
    const cells = new Int32Array(new SharedArrayBuffer(8));
    const sampler = new Worker(entry, { workerData: cells.buffer });
    await new Promise<void>((resolve, reject) => {
      sampler.once('online', resolve);
      sampler.once('error', reject);
    });
    return new RssPeak(sampler, cells);
  }

  /** Forgets the peak so far, and returns the resident set now: the baseline. */
  reset(): number {
    this.#kernelMark = resetKernelMark();
    const now = process.memoryUsage.rss();
    Atomics.store(this.#cells, PEAK_KIB, Math.ceil(now / KIB));
    return now;
  }

  peakBytes(): number {
    const sampled = Atomics.load(this.#cells, PEAK_KIB) * KIB;
    return Math.max(sampled, this.#kernelMark ? kernelMarkBytes() : 0);
  }

  async stop(): Promise<void> {
    Atomics.store(this.#cells, STATE, STOP);
    Atomics.notify(this.#cells, STATE);
    await new Promise((resolve) => this.#sampler.once('exit', resolve));
  }
}

/** proc(5): writing 5 to clear_refs sets the high-water mark of the resident set to what it is now. */
function resetKernelMark(): boolean {
  try {
    writeFileSync('/proc/self/clear_refs', '5');
    return true;
  } catch {
    return false;
  }
}

function kernelMarkBytes(): number {
  const match = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'latin1'));
  return match === null ? 0 : Number(match[1]) * KIB;
}
