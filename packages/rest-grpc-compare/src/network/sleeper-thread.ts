import type { MessagePort } from 'node:worker_threads';
import type { SleeperData } from './sleeper-clock.js';

/** True for the data that a sleeping thread is started with. */
export function isSleeperData(data: unknown): data is SleeperData {
  return typeof data === 'object' && data !== null && 'sleeper' in data;
}

/** The sleeping thread: waits until the time asked for, says so, and waits for the next. Ends with its process. */
export function sleepForOthers({ shared }: SleeperData, port: MessagePort): never {
  const wakeAtMs = new Float64Array(shared, 0, 1);
  const changes = new Int32Array(shared, 8, 1);
  for (;;) {
    const seen = Atomics.load(changes, 0);
    const atMs = wakeAtMs[0]!;
    const aheadMs =
      atMs === 0 ? Number.POSITIVE_INFINITY : atMs - (performance.timeOrigin + performance.now());
    // Infinity: until there is something to wait for. Anything but a time-out means that the time has changed.
    if (aheadMs > 0 && Atomics.wait(changes, 0, seen, aheadMs) !== 'timed-out') continue;
    if (Atomics.load(changes, 0) !== seen) continue;
    wakeAtMs[0] = 0;
    port.postMessage(0);
  }
}
