import { readFileSync } from 'node:fs';

const CONTROLLERS = ['cpu', 'cpu,cpuacct'];

/**
 * Time for which the quota of this process's control group has kept it from running, in nanoseconds since the group was made: a container
 * with a CPU limit is stopped for the rest of each period (100 ms) in which it has used up its share. From `cpu.stat` of cgroup v2 (throttled_usec) or v1
 * (throttled_time); null where there is neither. Inside a container its own group may be the root of what it sees.
 */
export function throttledNs(read: (path: string) => string | null = readText): number | null {
  for (const path of statPaths(read('/proc/self/cgroup') ?? '')) {
    const stat = read(path) ?? '';
    const micros = /^throttled_usec (\d+)$/m.exec(stat)?.[1];
    if (micros !== undefined) return Number(micros) * 1000;
    const nanos = /^throttled_time (\d+)$/m.exec(stat)?.[1];
    if (nanos !== undefined) return Number(nanos);
  }
  return null;
}

/** Lines of /proc/self/cgroup are `number:controllers:path`; those of v2 have no controllers (cgroups(7)). */
function statPaths(cgroup: string): string[] {
  const paths: string[] = [];
  for (const line of cgroup.split('\n')) {
    const [, controllers, path] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    if (controllers === undefined || path === undefined) continue;
    const own = path === '/' ? '' : path;
    if (controllers === '') paths.push(`/sys/fs/cgroup${own}/cpu.stat`, '/sys/fs/cgroup/cpu.stat');
    if (!controllers.split(',').includes('cpu')) continue;
    for (const name of CONTROLLERS) {
      paths.push(`/sys/fs/cgroup/${name}${own}/cpu.stat`, `/sys/fs/cgroup/${name}/cpu.stat`);
    }
  }
  return paths;
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return null;
  }
}
