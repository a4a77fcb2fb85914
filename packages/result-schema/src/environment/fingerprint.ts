import { createHash } from 'node:crypto';
import type { Environment } from '../schema/environment.js';

/**
 * A short name for a machine as far as its speed and noise depend on it: host, processor, cores that may be used, memory, system, virtualization
 * and version of Node. The same machine has the same name until one of them changes.
 */
export function machineFingerprint({
  hostname,
  cpu,
  memory,
  os,
  virtualization,
  runtime,
}: Environment): string {
  const what = [
    hostname,
    ...[cpu.model, cpu.logicalCores, cpu.usableCores],
    ...[memory.totalBytes, memory.limitBytes],
    ...[os.platform, os.release, os.arch, virtualization, runtime.node],
  ];
  return createHash('sha256').update(JSON.stringify(what)).digest('hex').slice(0, 16);
}
