import type { SerialTask } from './codecs.js';
import { INSTANCES } from './messages.js';

/** Does it so often, over all instances in turn. Returns the bytes of all: a sum that depends on every call. */
export function runTask(task: SerialTask, times: number): number {
  let bytes = 0;
  for (let i = 0; i < times; i++) bytes += task(i % INSTANCES);
  return bytes;
}

/** Memory that one message takes while it is handled, garbage included, in bytes: the middle of several looks, 0 where none succeeded. */
export function allocatedBytesPerMessage(task: SerialTask, times: number): number {
  const found: number[] = [];
  for (let look = 0; look < 9; look++) {
    const before = process.memoryUsage();
    runTask(task, times);
    const after = process.memoryUsage();
    const bytes = after.heapUsed - before.heapUsed + (after.external - before.external);
    // A collection in between leaves less than there was: nothing can be said then.
    if (bytes > 0) found.push(bytes / times);
  }
  found.sort((a, b) => a - b);
  return found[found.length >> 1] ?? 0;
}

/**
 * CPU time per message over at least `forNs` of it, without a warm-up of its own: all threads of this process, so that collecting the garbage is in
 * it and waiting for a core is not, as in the CPU time of a server that it is compared with. Nothing else must run in this process meanwhile.
 */
export function cpuPerMessageNs(task: SerialTask, forNs: number): number {
  const before = process.cpuUsage();
  let messages = 0;
  let usedNs = 0;
  while (usedNs < forNs) {
    runTask(task, INSTANCES);
    messages += INSTANCES;
    const { user, system } = process.cpuUsage(before);
    usedNs = (user + system) * 1000;
  }
  return usedNs / messages;
}
