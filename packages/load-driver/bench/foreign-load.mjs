// How much of the machine somebody else used while a measurement ran: on a shared machine, the difference between a
// number and noise. From /proc, and only with the pid of the server: else NaN, which is held against no round.
import { readFileSync } from 'node:fs';

const TICKS_PER_SEC = 100;

/**
 * Runs `measure` and returns [its result, cores used by others meanwhile, cores used by the server]. The result's own `cpuSeconds` and the CPU of
 * the server process do not count as others'.
 */
export function withForeignLoad(serverPid, measure) {
  const before = {
    machine: machineSeconds(),
    server: processSeconds(serverPid),
    ns: process.hrtime.bigint(),
  };
  const result = measure();
  const wall = Number(process.hrtime.bigint() - before.ns) / 1e9;
  const machine = machineSeconds() - before.machine;
  const server = processSeconds(serverPid) - before.server;
  return [result, Math.max(0, (machine - server - result.cpuSeconds) / wall), server / wall];
}

function machineSeconds() {
  const [user, nice, system, , , irq, softirq] =
    read('/proc/stat')?.split('\n')[0].trim().split(/\s+/).slice(1).map(Number) ?? [];
  return user === undefined ? Number.NaN : (user + nice + system + irq + softirq) / TICKS_PER_SEC;
}

function processSeconds(pid) {
  const stat = pid === undefined ? undefined : read(`/proc/${pid}/stat`);
  if (stat === undefined) return Number.NaN;
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SEC;
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
