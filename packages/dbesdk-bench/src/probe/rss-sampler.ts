// A thread that reads the resident set of its process once a millisecond: the main thread cannot, for it is at work.
import { workerData } from 'node:worker_threads';
import { PEAK_KIB, STATE, STOP } from './rss-peak.js';

const cells = new Int32Array(workerData as SharedArrayBuffer);
while (Atomics.load(cells, STATE) !== STOP) {
  const kib = Math.ceil(process.memoryUsage.rss() / 1024);
  if (kib > Atomics.load(cells, PEAK_KIB)) Atomics.store(cells, PEAK_KIB, kib);
  Atomics.wait(cells, STATE, Atomics.load(cells, STATE), 1);
}
