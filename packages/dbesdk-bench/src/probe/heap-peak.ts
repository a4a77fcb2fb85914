import { GCProfiler } from 'node:v8';

/** Collects all garbage; the probe is started with --expose-gc. */
export function collectGarbage(): void {
  globalThis.gc?.();
  globalThis.gc?.();
}

/**
 * The highest use of the JavaScript heap and of the buffers outside it, over what is there after a collection. Both only grow
 * between collections, so looking just before each of them (Node hands the statistics of every collection to its GC
 * profiler) and at the end misses no peak. Buffers that a collection has freed count until the sweeper thread is done with them:
 * until then they are memory in use.
 */
export class HeapPeak {
  #profiler: GCProfiler | null = null;
  #atBegin: Use = { heapBytes: 0, bufferBytes: 0, externalBytes: 0 };
  /** The highest rise of an operation so far. */
  riseBytes = 0;

  /** An operation begins: what is in use now is its baseline. */
  begin(): void {
    collectGarbage();
    this.#atBegin = useNow();
    this.#profiler = new GCProfiler();
    this.#profiler.start();
  }

  /** The operation has ended, and what it made is still there. */
  end(): void {
    const { heapBytes, bufferBytes, externalBytes } = this.#atBegin;
    const now = useNow();
    const collections = this.#profiler?.stop()?.statistics ?? [];
    this.#profiler = null;
    // The counter of external memory lags behind the sweeper, which the one of buffers alone does not.
    const atEnd = now.heapBytes + now.bufferBytes - heapBytes - bufferBytes;
    const before = collections.map(
      ({ beforeGC: { heapStatistics: heap } }) =>
        heap.usedHeapSize + heap.externalMemory - heapBytes - externalBytes,
    );
    this.riseBytes = Math.max(this.riseBytes, atEnd, ...before);
  }
}

interface Use {
  readonly heapBytes: number;
  readonly bufferBytes: number;
  readonly externalBytes: number;
}

function useNow(): Use {
  const { heapUsed, arrayBuffers, external } = process.memoryUsage();
  return { heapBytes: heapUsed, bufferBytes: arrayBuffers, externalBytes: external };
}
