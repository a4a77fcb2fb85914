import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { CLOSED, SEQUENCE, type SleeperBirth, sleeperMemory } from './sleeper-memory.js';

/**
 * The main function of the sleeping thread: sleeps in the kernel until shortly before the time asked for, tells the
 * sender, and sleeps until it is asked again. It runs no event loop, allocates next to nothing and never spins.
 */
function main(sender: MessagePort, { shared, originHrNs, leadNs }: SleeperBirth): void {
  const { control, atNs } = sleeperMemory(shared);
  while (Atomics.load(control, CLOSED) === 0) {
    const sequence = Atomics.load(control, SEQUENCE);
    const nowNs = Number(process.hrtime.bigint() - originHrNs);
    const aheadNs = (atNs[0] as number) - leadNs - nowNs;
    // Woken or already replaced: there is a new time to look at, or the end.
    if (aheadNs > 0 && Atomics.wait(control, SEQUENCE, sequence, aheadNs / 1e6) !== 'timed-out') continue;
    // The time was written before the sequence number changed: an unchanged number vouches for what was read.
    if (Atomics.load(control, SEQUENCE) !== sequence) continue;
    sender.postMessage(sequence);
    Atomics.wait(control, SEQUENCE, sequence);
  }
}

if (parentPort !== null) {
  parentPort.postMessage('ready');
  main(parentPort, workerData as SleeperBirth);
}
